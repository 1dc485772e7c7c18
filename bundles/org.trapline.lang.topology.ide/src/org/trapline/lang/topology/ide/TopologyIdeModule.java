// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide;

/** The editor services of the language that stand in for Xtext's own. */
public class TopologyIdeModule extends AbstractTopologyIdeModule {
}
