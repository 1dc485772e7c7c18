// SPDX-License-Identifier: EPL-2.0
/**
 * The command {@code trace}: recorded traces shown, counted, compared and exported.
 *
 * <p>What events mean and how they are written is the business of {@code org.trapline.trace}; here stand only the options.
 */
package org.trapline.cli.trace;
