// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.validation;

import com.google.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.emf.ecore.EObject;
import org.eclipse.emf.ecore.EStructuralFeature;
import org.eclipse.xtext.RuleCall;
import org.eclipse.xtext.nodemodel.BidiTreeIterator;
import org.eclipse.xtext.nodemodel.ICompositeNode;
import org.eclipse.xtext.nodemodel.INode;
import org.eclipse.xtext.nodemodel.util.NodeModelUtils;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.validation.Check;
import org.trapline.lang.topology.Describe;
import org.trapline.lang.topology.words.Setting;
import org.trapline.lang.topology.words.Similar;
import org.trapline.lang.topology.words.Vocabulary;
import org.trapline.topology.Topology;

/** What is written although it means nothing: words that are no setting, and settings given twice. */
final class TextChecks extends Checks {

    /** By name: EMF keeps validators by model, and one of an earlier loader may check the text of a later one. */
    private static final String STRAY = "Stray";

    @Inject
    private Vocabulary vocabulary;

    /** Of several strays in a row one is reported: they are one mistake. The same holds for one after a syntax error in its line. */
    @Check
    void strays(Topology topology) {
        ICompositeNode root = NodeModelUtils.getNode(topology);
        if (root == null) {
            return;
        }
        ICompositeNode file = root.getRootNode();
        Set<Integer> linesDone = new HashSet<>();
        ((XtextResource) topology.eResource()).getParseResult().getSyntaxErrors().forEach(error -> linesDone.add(error.getStartLine()));
        for (BidiTreeIterator<INode> nodes = file.getAsTreeIterable().iterator(); nodes.hasNext();) {
            INode node = nodes.next();
            if (node.getGrammarElement() instanceof RuleCall call && STRAY.equals(call.getRule().getName())) {
                nodes.prune();
                if (linesDone.add(node.getStartLine())) {
                    reportStray(node);
                }
            }
        }
    }

    private void reportStray(INode node) {
        String text = NodeModelUtils.getTokenText(node).split("[\\s{]", 2)[0];
        EObject owner = NodeModelUtils.findActualSemanticObjectFor(node.getParent());
        String where = Describe.element(owner);
        List<String> words = vocabulary.settings(owner.eClass()).stream().map(Setting::word).toList();
        String closest = Similar.closest(text, words).orElse("");
        report(Rule.UNKNOWN_SETTING, node, node.getLength(), message(text, where, words, closest), text, closest);
    }

    private String message(String text, String where, List<String> words, String closest) {
        if (!closest.isEmpty()) {
            return "'%s' is no setting of %s: did you mean '%s'?".formatted(text, where, closest);
        }
        List<String> elsewhere = vocabulary.owners(text).stream().map(Describe::kind).distinct().toList();
        if (!elsewhere.isEmpty()) {
            return "'%s' does not belong in %s; it is a setting of %s".formatted(text, where, String.join(", ", elsewhere));
        }
        return switch (text) {
            case ";", "," -> "no '%s' belongs here: settings need nothing between them".formatted(text);
            case "=", ":" -> "no '%s' belongs here: a setting is a word and its value, such as cores 2".formatted(text);
            case ".." -> "no '..' belongs here: a range of cores is written 0-3, one of bytes 0..4 MiB";
            case "}" -> "this '}' closes nothing: there is one too many";
            default -> "'%s' is no setting of %s%s".formatted(text, where, words.isEmpty() ? "" : "; its settings are " + String.join(", ", words));
        };
    }

    @Check
    void settingsGivenTwice(EObject element) {
        for (EStructuralFeature feature : element.eClass().getEAllStructuralFeatures()) {
            if (feature.isMany() || feature.isTransient() || !element.eIsSet(feature)) {
                continue;
            }
            List<INode> nodes = NodeModelUtils.findNodesForFeature(element, feature);
            for (INode node : nodes.subList(Math.min(1, nodes.size()), nodes.size())) {
                report(Rule.DUPLICATE_SETTING, node, node.getLength(), "%s of %s is given twice: first in line %d"
                        .formatted(word(element, feature), Describe.element(element), nodes.getFirst().getStartLine()));
            }
        }
    }

    private String word(EObject element, EStructuralFeature feature) {
        return vocabulary.settings(element.eClass()).stream().filter(s -> s.feature() == feature).map(Setting::word).findFirst()
                .map(word -> "'" + word + "'").orElse(feature.getName());
    }
}
