// SPDX-License-Identifier: EPL-2.0
/** Tests of the model: its documentation, its defaults and its data types. */
package org.trapline.topology;
