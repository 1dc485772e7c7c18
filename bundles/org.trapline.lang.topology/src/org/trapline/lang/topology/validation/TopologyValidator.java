// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.validation;

/** Checks configurations. */
public final class TopologyValidator extends AbstractTopologyValidator {
}
