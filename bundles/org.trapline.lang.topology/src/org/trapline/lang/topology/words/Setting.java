// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.words;

import org.eclipse.emf.ecore.EClass;
import org.eclipse.emf.ecore.EStructuralFeature;
import org.eclipse.emf.ecore.util.EcoreUtil;

/**
 * A word that introduces a setting or a block within a block.
 * @param word the keyword
 * @param owner the kind of block it stands in
 * @param feature what it sets
 */
public record Setting(String word, EClass owner, EStructuralFeature feature) {

    /** What it means: for a block, what the block is; otherwise what the setting says. */
    public String documentation() {
        boolean block = feature.getEType() instanceof EClass type && !type.isAbstract() && isContainment();
        String text = EcoreUtil.getDocumentation(block ? feature.getEType() : feature);
        return text == null ? "" : text;
    }

    /** Whether it may be given more than once. */
    public boolean isMany() {
        return feature.isMany();
    }

    private boolean isContainment() {
        return feature instanceof org.eclipse.emf.ecore.EReference reference && reference.isContainment();
    }
}
