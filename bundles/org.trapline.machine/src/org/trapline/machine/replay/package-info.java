// SPDX-License-Identifier: EPL-2.0
/**
 * Going back in a run. A {@link org.trapline.machine.replay.History} lets a machine run and keeps its state now and then; to go back, it brings the
 * last state before the goal back and lets the machine do again what it did, up to the goal: there is no inverse of an instruction.
 * <pre>
 *  History history = new History(machine, History.Limits.standard());   // after boot
 *  history.run(1_000_000);                    // forward; instead of machine.run
 *  history.stepBack();                        // before the last instruction or trap
 *  history.runBack();                         // to the last breakpoint, watchpoint or caught trap before
 *  history.goToInstruction(12_345);           // either way
 *  history.runBackTo(event -&gt; event.kind() == EventKind.TRAP);   // before the last such event
 *  history.goToEnd();                         // to the present
 *  history.forgetFuture();                    // before anything is changed in the past: what follows is new
 * </pre>
 * While it does again what it did, input comes from the machine's notes, output is not passed on twice, and events are not recorded twice: they
 * are held against those recorded, and {@link org.trapline.trace.TraceBuffer#position} says where in them the run is. Knows nothing of what it
 * keeps but {@link org.trapline.machine.replay.Replayable}.
 */
package org.trapline.machine.replay;
