// SPDX-License-Identifier: EPL-2.0
/**
 * What a configuration must satisfy, and how that is explained. {@link org.trapline.lang.topology.validation.Rule} lists the
 * rules; each validator class checks those of one subject.
 */
package org.trapline.lang.topology.validation;
