// SPDX-License-Identifier: EPL-2.0
/**
 * What is to be built, all questions answered: hosts, who owns each, guests, programs as they lie in memory.
 *
 * <p>Immutable, and free of the configuration's model, so that a single program is run without what reads configurations.
 */
package org.trapline.runtime.plan;
