// SPDX-License-Identifier: EPL-2.0
/** {@code trapline serve}: a configuration that others use over HTTP. */
package org.trapline.cli.serve;
