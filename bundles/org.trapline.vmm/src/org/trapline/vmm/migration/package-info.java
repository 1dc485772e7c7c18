// SPDX-License-Identifier: EPL-2.0
/**
 * Live migration: a virtual machine goes over to another host while it runs. Both sides are state machines that exchange {@link
 * org.trapline.vmm.migration.Message}s over whatever carries them, and are told virtual time; they know no socket, no thread and no clock.
 *
 * <p>Start reading at {@link org.trapline.vmm.migration.MigrationSource}, then {@link org.trapline.vmm.migration.MigrationTarget}. What they need of the
 * virtual machine is in {@link org.trapline.vmm.migration.Departing} and {@link org.trapline.vmm.migration.Arriving}.
 *
 * <p><b>Who runs it when something breaks.</b> The source decides, once, and keeps to it:
 * <pre>
 *  source                                        target
 *  RUNS      Hello, Pages of every round   -->   RECEIVING   lost: forgets it
 *  HALTED    last Pages, State             -->   checks, then
 *            lost: decides STAY            &lt;--   PREPARED    lost: must not run it, must not forget it: waits for the decision
 *  decides GO
 *  GONE      Commit                        -->   runs it
 *            lost: must not run it         &lt;--   Running
 * </pre>
 * When the connection is back, the source repeats its decision, which the target takes any number of times. A side that learns that the other one is dead,
 * or knows nothing of this migration any more, knows that what the other had is gone: if it has all of the machine it runs it.
 */
package org.trapline.vmm.migration;
