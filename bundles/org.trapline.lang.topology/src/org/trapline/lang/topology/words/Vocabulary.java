// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.words;

import com.google.inject.Inject;
import com.google.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.emf.ecore.EClass;
import org.eclipse.xtext.AbstractElement;
import org.eclipse.xtext.Alternatives;
import org.eclipse.xtext.Assignment;
import org.eclipse.xtext.Group;
import org.eclipse.xtext.Grammar;
import org.eclipse.xtext.GrammarUtil;
import org.eclipse.xtext.IGrammarAccess;
import org.eclipse.xtext.Keyword;
import org.eclipse.xtext.ParserRule;
import org.eclipse.xtext.RuleCall;

/** Which word may stand in which block, and what it sets there. Read off the grammar once. */
@Singleton
public final class Vocabulary {

    private final Map<EClass, Map<String, Setting>> byOwner = new LinkedHashMap<>();
    private final Map<String, ParserRule> byFirstWord = new LinkedHashMap<>();

    @Inject
    Vocabulary(IGrammarAccess grammarAccess) {
        Grammar grammar = grammarAccess.getGrammar();
        for (ParserRule rule : GrammarUtil.allParserRules(grammar)) {
            if (!rule.isFragment() && rule.getType().getClassifier() instanceof EClass owner) {
                firstWords(rule.getAlternatives()).forEach(word -> byFirstWord.putIfAbsent(word, rule));
                collect(rule.getAlternatives(), owner);
            }
        }
    }

    /** The settings a block of the kind may have, in the grammar's order. */
    public List<Setting> settings(EClass owner) {
        return List.copyOf(byOwner.getOrDefault(owner, Map.of()).values());
    }

    /** What the word sets in a block of the kind, if it may stand there. */
    public Optional<Setting> setting(EClass owner, String word) {
        return Optional.ofNullable(byOwner.getOrDefault(owner, Map.of()).get(word));
    }

    /** The kinds of block in which the word is a setting. */
    public List<EClass> owners(String word) {
        return byOwner.entrySet().stream().filter(entry -> entry.getValue().containsKey(word)).map(Map.Entry::getKey).toList();
    }

    /** The kind of block the word begins, if it begins one. */
    public Optional<EClass> block(String word) {
        return Optional.ofNullable(byFirstWord.get(word)).map(rule -> (EClass) rule.getType().getClassifier());
    }

    private void collect(AbstractElement element, EClass owner) {
        switch (element) {
            case Group group -> collectGroup(group, owner);
            case Alternatives alternatives -> alternatives.getElements().forEach(e -> collect(e, owner));
            case RuleCall call when call.getRule() instanceof ParserRule rule && rule.isFragment() -> collect(rule.getAlternatives(), owner);
            case Assignment assignment -> firstWords(assignment.getTerminal()).forEach(word -> add(word, owner, assignment));
            default -> {
                // A keyword by itself, or a value: no setting.
            }
        }
    }

    private void collectGroup(Group group, EClass owner) {
        List<String> pending = List.of();
        for (AbstractElement element : group.getElements()) {
            if (element instanceof Assignment assignment && !pending.isEmpty()) {
                pending.forEach(word -> add(word, owner, assignment));
            } else {
                collect(element, owner);
            }
            pending = isWords(element) ? firstWords(element) : List.of();
        }
    }

    private void add(String word, EClass owner, Assignment assignment) {
        var feature = owner.getEStructuralFeature(assignment.getFeature());
        if (feature != null && Character.isLetter(word.charAt(0)) && !"name".equals(feature.getName())) {
            byOwner.computeIfAbsent(owner, o -> new LinkedHashMap<>()).putIfAbsent(word, new Setting(word, owner, feature));
        }
    }

    private static boolean isWords(AbstractElement element) {
        return element instanceof Keyword || element instanceof Alternatives a && a.getElements().stream().allMatch(Keyword.class::isInstance);
    }

    /** The keywords an element can begin with, as far as they are written out and not a name or value. */
    private static List<String> firstWords(AbstractElement element) {
        return switch (element) {
            case Keyword keyword -> List.of(keyword.getValue());
            case Alternatives alternatives -> alternatives.getElements().stream().flatMap(e -> firstWords(e).stream()).toList();
            case Group group -> group.getElements().stream().filter(e -> !(e instanceof org.eclipse.xtext.Action)).limit(1)
                    .flatMap(e -> firstWords(e).stream()).toList();
            case RuleCall call when call.getRule() instanceof ParserRule rule && rule.getType().getClassifier() instanceof EClass ->
                firstWords(rule.getAlternatives());
            case Assignment assignment when assignment.getTerminal() instanceof Keyword keyword -> List.of(keyword.getValue());
            case Assignment assignment when assignment.getTerminal() instanceof RuleCall call && call.getRule() instanceof org.eclipse.xtext.EnumRule rule ->
                enumWords(rule);
            default -> List.of();
        };
    }

    private static List<String> enumWords(org.eclipse.xtext.EnumRule rule) {
        List<String> words = new ArrayList<>();
        rule.eAllContents().forEachRemaining(e -> {
            if (e instanceof Keyword keyword) {
                words.add(keyword.getValue());
            }
        });
        return words;
    }
}
