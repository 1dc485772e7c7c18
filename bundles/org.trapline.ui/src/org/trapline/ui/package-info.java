// SPDX-License-Identifier: EPL-2.0
/**
 * The IDE: perspective, wizards, editors' languages, running, and the views on what runs. Each package is one part of the window; what
 * they share stands here. Nothing in the engine knows them.
 */
package org.trapline.ui;
