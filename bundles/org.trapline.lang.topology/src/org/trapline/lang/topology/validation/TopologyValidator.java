// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.validation;

import org.eclipse.xtext.validation.ComposedChecks;

/** Checks configurations against themselves. What the engine can execute so far is not its business. */
@ComposedChecks(validators = {
    TextChecks.class,
    NameChecks.class,
    FileChecks.class,
    AmountChecks.class,
    DiskChecks.class,
    PartitionChecks.class,
    HypervisorChecks.class,
    GuestChecks.class,
    NetworkChecks.class,
    ScenarioChecks.class,
    ConditionChecks.class})
public final class TopologyValidator extends AbstractTopologyValidator {
}
