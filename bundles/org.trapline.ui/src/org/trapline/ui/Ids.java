// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui;

/** Ids of what this bundle contributes, as they stand in its {@code plugin.xml}. */
public final class Ids {
    public static final String BUNDLE = "org.trapline.ui";
    public static final String PERSPECTIVE = "org.trapline.ui.perspective";
    public static final String GUEST_CONSOLE = "org.trapline.ui.console";
    public static final String LIVE_TRACE = "org.trapline.ui.trace";
    public static final String TOPOLOGY = "org.trapline.ui.topology";
    public static final String MACHINES = "org.trapline.ui.machines";
    public static final String REGISTERS = "org.trapline.ui.registers";
    public static final String PAGE = "org.trapline.ui.page";
    public static final String NEW_PROJECT = "org.trapline.ui.newProject";
    public static final String NEW_PROGRAM = "org.trapline.ui.newProgram";
    public static final String NEW_CONFIGURATION = "org.trapline.ui.newConfiguration";

    private Ids() {
    }
}
