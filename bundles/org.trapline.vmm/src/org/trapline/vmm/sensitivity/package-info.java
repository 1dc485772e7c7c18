// SPDX-License-Identifier: EPL-2.0
/**
 * Classifies instructions as Popek and Goldberg do (Formal Requirements for Virtualizable Third Generation Architectures, 1974), by experiment:
 * {@link org.trapline.vmm.sensitivity.SensitivityExperiment} executes each on a machine of its own in every privilege mode, and compares.
 */
package org.trapline.vmm.sensitivity;
