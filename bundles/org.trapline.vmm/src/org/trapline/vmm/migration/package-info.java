// SPDX-License-Identifier: EPL-2.0
/**
 * Live migration: a virtual machine goes over to another host while it runs. Both sides are state machines that exchange {@link
 * org.trapline.vmm.migration.Message}s over whatever carries them, and are told virtual time; they know no socket, no thread and no clock.
 *
 * <p>Start reading at {@link org.trapline.vmm.migration.MigrationSource}, then {@link org.trapline.vmm.migration.MigrationTarget}. What they need of the
 * virtual machine is in {@link org.trapline.vmm.migration.Departing} and {@link org.trapline.vmm.migration.Arriving}.
 *
 * <p><b>Who runs it when something breaks.</b> Two generals who talk by messengers that may be lost can never both know that both know. So at each
 * moment one side alone may let the machine run, and a side that cannot know stands still and asks:
 * <pre>
 *  source                                          target
 *  RUNS         Hello, Pages of every round   -->  RECEIVING   lost: forgets it
 *  HALTED       last Pages                    -->  RECEIVING   lost: forgets it
 *  - - - - - -  State  - - - - - - - - - - -  -->  from here on the source lets it run again only if the target says Gone, or is dead
 *  PREPARING                                       checks, then
 *               lost: WITHDRAWING             &lt;--  PREPARED    lost: must not run it, must not forget it: asks what was decided
 *  DECIDED      Commit                        -->  runs it
 *               lost: asks, again and again   &lt;--  Running     which pages are still missing
 *  FETCHING     Pages, as wanted or in turn   -->  Next        lost: asks; what waits for a page waits on
 *               lost: asks; Running says what is missing
 *  MOVED        Settled                       -->  may end; before, it must be there to answer
 * </pre>
 * In every doubt the source repeats its decision, Commit or Abort, which the target takes any number of times and answers with Running or Gone: what the
 * target says is what holds, even if it is not what was decided. The target asks a witness of the source's, which lives as long as the source does.
 *
 * <p>A side whose system says that nobody listens there any more is dead, and what it had of the machine with it. Then the other one lets it run, if it has
 * all of it: a target that is PREPARED, because a source that has sent its State has not let the machine run since; a source, because it gives nothing back
 * before it is MOVED. A source that dies before it has sent its State takes the machine with it, as it would without a migration; one that dies while
 * pages are being fetched, too, and then the target ends the machine. Everything else, silence or a network that is away, proves nothing: who is in doubt
 * stands still, for however long. Only somebody who can look at both sides may say then which of them has the machine: the source is told to {@link
 * org.trapline.vmm.migration.MigrationSource#keep} or to {@link org.trapline.vmm.migration.MigrationSource#concede} it, the target to {@link
 * org.trapline.vmm.migration.MigrationTarget#claim} or to {@link org.trapline.vmm.migration.MigrationTarget#relinquish} it. Who errs there has two
 * machines, or none; a side that comes back is answered as ever, so that what was said of it wrongly is mended where it can be.
 */
package org.trapline.vmm.migration;
