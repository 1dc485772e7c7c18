// SPDX-License-Identifier: EPL-2.0
/** Tests of guests that move between processes, of which one is killed. */
package org.trapline.cli.migration;
