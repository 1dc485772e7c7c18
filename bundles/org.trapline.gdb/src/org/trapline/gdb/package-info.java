// SPDX-License-Identifier: EPL-2.0
/**
 * A server of gdb's remote protocol, for a session that runs: {@link org.trapline.gdb.GdbServer} takes connections, a {@code Stub} speaks the
 * protocol with one gdb, {@code RegisterBank} says which registers there are. Everything goes through a {@link org.trapline.runtime.Debugger}.
 *
 * <p>The inferior is the whole system, its threads are the harts of bare hosts and the vCPUs of domains, or those of one host or domain alone.
 * All threads stop and go together. There is no memory map: gdb's addresses are virtual, and what is there changes with the tables.
 */
package org.trapline.gdb;
