// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.eclipse.emf.ecore.EClass;
import org.eclipse.xtext.GrammarUtil;
import org.eclipse.xtext.IGrammarAccess;
import org.junit.jupiter.api.Test;
import org.trapline.lang.topology.TopologyStandaloneSetup;
import org.trapline.topology.TopologyPackage;
import org.trapline.topology.TopologyPackage.Literals;

final class VocabularyTest {

    private final com.google.inject.Injector injector = new TopologyStandaloneSetup().createInjectorAndDoEMFRegistration();
    private final Vocabulary vocabulary = injector.getInstance(Vocabulary.class);

    @Test
    void settingsOfABlockComeFromItsRuleAndTheFragmentsItUses() {
        List<String> words = vocabulary.settings(Literals.HOST).stream().map(Setting::word).toList();
        assertEquals(List.of("firmware", "boot", "kernel", "initrd", "append", "device_tree", "hypervisor", "os", "isa", "cores", "memory", "quirk",
                "disk", "nic", "device", "costs"), words);
    }

    @Test
    void settingKnowsWhatItSets() {
        assertEquals(Literals.HYPERVISOR__TECHNIQUE, vocabulary.setting(Literals.HYPERVISOR, "cpu").orElseThrow().feature());
        assertEquals(Literals.HOST__DISKS, vocabulary.setting(Literals.HOST, "disk").orElseThrow().feature());
    }

    @Test
    void blocksAreKnownByTheirFirstWord() {
        assertEquals(Literals.OPERATING_SYSTEM, vocabulary.block("os").orElseThrow());
        assertTrue(vocabulary.block("cores").isEmpty());
    }

    @Test
    void everySettingIsDocumented() {
        for (EClass owner : TopologyPackage.eINSTANCE.getEClassifiers().stream().filter(EClass.class::isInstance).map(EClass.class::cast).toList()) {
            for (Setting setting : vocabulary.settings(owner)) {
                assertFalse(setting.documentation().isBlank(), setting::toString);
            }
        }
    }

    /** A word that the rule for names left out could not be used as a name, for no reason a user would see. */
    @Test
    void everyKeywordIsAlsoANameExceptThoseConditionsAndFirmwareNeed() {
        var grammar = injector.getInstance(IGrammarAccess.class).getGrammar();
        var names = new java.util.HashSet<String>();
        for (String rule : List.of("Name", "Unit")) {
            GrammarUtil.findRuleForName(grammar, "org.trapline.lang.topology.Topology." + rule).eAllContents().forEachRemaining(e -> {
                if (e instanceof org.eclipse.xtext.Keyword keyword) {
                    names.add(keyword.getValue());
                }
            });
        }
        List<String> left = GrammarUtil.getAllKeywords(grammar).stream().filter(word -> Character.isLetter(word.charAt(0)) && !names.contains(word)).sorted().toList();
        assertEquals(List.of("always", "and", "contains", "count", "in", "never", "not", "or", "partitions", "sbi"), left,
                "the words a value converter writes with a ^");
    }
}
