// SPDX-License-Identifier: EPL-2.0

/**
 * Rules of the house that no compiler holds: floors, headers, sizes of methods, completeness of features.
 *
 * <p>Reads sources, manifests and class files of the bundles from disk; loads none of their classes. Start at {@link LayersTest}.
 */
package org.trapline.layers;
