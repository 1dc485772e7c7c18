// SPDX-License-Identifier: EPL-2.0
/**
 * From files to plans: configurations are read, programs assembled or read, and everything that cannot be built is refused with the line
 * that asks for it. Start reading at {@link org.trapline.runtime.load.PlanLoader}.
 */
package org.trapline.runtime.load;
