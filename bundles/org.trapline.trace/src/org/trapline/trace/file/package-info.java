// SPDX-License-Identifier: EPL-2.0
/**
 * Traces on disk: a file that is read without the programs, machines and settings that made it.
 *
 * <pre>
 * file   := head chunk*
 * head   := 89 'T' 'R' 'L' 0d 0a 1a 0a | version u32 | CRC-32C of the 12 bytes before u32
 * chunk  := tag u32 | payload length u32 | first event u64 | events u32 | CRC-32C of the payload u32 | 0 u32
 *           | CRC-32C of the 28 bytes before u32 | payload
 * tags   := KIND  the kinds of events, their arguments and codes; the first chunk
 *           NAME  hosts, VMs, CSRs, causes, programs, devices; a later one replaces an earlier one
 *           TEXT  instruction words in assembly language; a later one adds to an earlier one
 *           EVTS  events; each chunk goes on where the one before ended
 *           ENDS  nothing follows; a file without it was cut short or is still being written
 * </pre>
 *
 * Numbers are little-endian. Every byte is under a checksum, so that damage is found, and found where it is.
 * Knows the events of {@link org.trapline.trace}, and nothing of who looks at them. Start reading at
 * {@link org.trapline.trace.file.TraceFile} and {@link org.trapline.trace.file.TraceFileWriter}.
 */
package org.trapline.trace.file;
