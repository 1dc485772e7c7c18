// SPDX-License-Identifier: EPL-2.0
/**
 * Running systems: a machine configuration, or a single program, becomes machines that run and can be watched.
 *
 * <p>{@link org.trapline.runtime.load.PlanLoader} reads and checks what the user wrote and gives a
 * {@link org.trapline.runtime.plan.SystemPlan}; {@link org.trapline.runtime.Session} builds it and runs it on a thread of its own. Start
 * reading at the session. Knows no window and no console; whoever wants to show something listens.
 */
package org.trapline.runtime;
