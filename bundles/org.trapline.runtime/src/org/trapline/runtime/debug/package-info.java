// SPDX-License-Identifier: EPL-2.0
/**
 * What debuggers of a running system work with: the {@link org.trapline.runtime.debug.Processor processors}, points at which they stop, why the system
 * {@link org.trapline.runtime.debug.Halt halted}, and a processor's {@link org.trapline.runtime.debug.ProcessorState state}. Start at
 * {@link org.trapline.runtime.Debugger}.
 */
package org.trapline.runtime.debug;
