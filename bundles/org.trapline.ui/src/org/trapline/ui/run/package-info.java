// SPDX-License-Identifier: EPL-2.0
/**
 * Running machines from the workbench: what to run, with which limits, the commands on it, and who wants to know. Views learn of runs
 * from {@link org.trapline.ui.run.Runs}, on the display's thread; the engine never waits for them.
 */
package org.trapline.ui.run;
