// SPDX-License-Identifier: EPL-2.0
/** Configurations to draw, and what the tests say about them. */
package org.trapline.diagram.testkit;
