// SPDX-License-Identifier: EPL-2.0
/**
 * The three things that the lecture asks of a VMM, put to the test: fidelity, performance, safety. {@link org.trapline.runtime.check.Checker} runs
 * each guest of a system alone on a machine of its own, and as a guest in every arrangement that its host offers, and compares.
 */
package org.trapline.runtime.check;
