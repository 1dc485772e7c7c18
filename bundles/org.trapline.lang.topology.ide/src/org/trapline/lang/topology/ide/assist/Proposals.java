// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide.assist;

import com.google.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.emf.common.util.URI;
import org.eclipse.emf.ecore.EEnum;
import org.eclipse.emf.ecore.EObject;
import org.eclipse.emf.ecore.EReference;
import org.eclipse.emf.ecore.EStructuralFeature;
import org.eclipse.emf.ecore.util.EcoreUtil;
import org.eclipse.xtext.Assignment;
import org.eclipse.xtext.CrossReference;
import org.eclipse.xtext.GrammarUtil;
import org.eclipse.xtext.Keyword;
import org.eclipse.xtext.RuleCall;
import org.eclipse.xtext.ide.editor.contentassist.ContentAssistContext;
import org.eclipse.xtext.ide.editor.contentassist.ContentAssistEntry;
import org.eclipse.xtext.ide.editor.contentassist.IIdeContentProposalAcceptor;
import org.eclipse.xtext.ide.editor.contentassist.IdeContentProposalProvider;
import org.eclipse.xtext.resource.IEObjectDescription;
import org.trapline.lang.topology.Describe;
import org.trapline.lang.topology.words.Setting;
import org.trapline.lang.topology.words.Vocabulary;
import org.trapline.topology.Domain;
import org.trapline.topology.TopologyPackage.Literals;
import org.trapline.trace.EventKind;

/** What can be written at the caret, best first: settings not given yet, then whole blocks, then the rest. */
public final class Proposals extends IdeContentProposalProvider {

    /** Steps that begin with the word of a block, and are none. */
    private static final Set<String> NO_BLOCK_IN = Set.of("MakeTemplate");
    /** Rules in which a keyword stands for itself as a name, a unit or a stray: nothing to propose. */
    private static final Set<String> NOT_PROPOSED_IN = Set.of("Name", "Unit", "UnitWord", "Stray", "StrayBlock");
    /** Values people choose most, by the rule of the value. */
    private static final Map<String, List<String>> VALUES = Map.of(
            "Bytes", List.of("16 MiB", "64 MiB", "128 MiB", "64 KiB"),
            "Natural", List.of("1", "2", "4"),
            "Number", List.of("0.5", "1", "0.25"),
            "VirtualTime", List.of("2000 instr", "500 us", "10 ms"),
            "BitRate", List.of("100 Mbit", "1 Gbit"),
            "ByteRange", List.of("0..16 MiB", "16..32 MiB"),
            "CpuRange", List.of("0", "0-1"),
            "Cidr", List.of("10.28.0.0/24"),
            "Ipv4Address", List.of("10.28.0.2"));
    private static final List<String> ISAS = List.of("rv64gc_zba_zbb_zbs", "rv64gc_h", "rv64ima_zicsr_zifencei");
    private static final int FILE_DEPTH = 3;
    private static final int MAX_FILES = 50;

    private static final int PRIORITY_VALUE = 900;
    private static final int PRIORITY_SETTING = 800;
    private static final int PRIORITY_SNIPPET = 700;
    private static final int PRIORITY_OTHER = 500;

    @Inject
    private Vocabulary vocabulary;

    @Override
    public void createProposals(Collection<ContentAssistContext> contexts, IIdeContentProposalAcceptor acceptor) {
        Set<String> seen = new HashSet<>();
        super.createProposals(contexts, new IIdeContentProposalAcceptor() {
            @Override
            public void accept(ContentAssistEntry entry, int priority) {
                if (entry != null && seen.add(entry.getLabel() + entry.getProposal())) {
                    acceptor.accept(entry, priority);
                }
            }

            @Override
            public boolean canAcceptMoreProposals() {
                return acceptor.canAcceptMoreProposals();
            }
        });
    }

    @Override
    protected void _createProposals(Keyword keyword, ContentAssistContext context, IIdeContentProposalAcceptor acceptor) {
        String word = keyword.getValue();
        if (NOT_PROPOSED_IN.contains(GrammarUtil.containingRule(keyword).getName()) || !Character.isLetter(word.charAt(0))) {
            return;
        }
        EObject owner = context.getCurrentModel();
        Setting setting = owner == null ? null : vocabulary.setting(owner.eClass(), word).orElse(null);
        if (setting != null && !setting.isMany() && owner.eIsSet(setting.feature()) && !word.equals(context.getPrefix())) {
            return;
        }
        String doc = setting != null ? setting.documentation() : vocabulary.block(word).map(EcoreUtil::getDocumentation).orElse(null);
        acceptor.accept(getProposalCreator().createProposal(word, context, entry -> {
            entry.setKind(ContentAssistEntry.KIND_KEYWORD);
            entry.setDocumentation(doc);
        }), setting != null ? PRIORITY_SETTING : PRIORITY_OTHER);
        for (Snippet snippet : Snippet.values()) {
            if (snippet.word().equals(word) && !NO_BLOCK_IN.contains(GrammarUtil.containingRule(keyword).getName())) {
                snippet(snippet, doc, context, acceptor);
            }
        }
    }

    private void snippet(Snippet snippet, String doc, ContentAssistContext context, IIdeContentProposalAcceptor acceptor) {
        ContentAssistEntry entry = getProposalCreator().createSnippet(snippet.text(), snippet.word() + " … " + snippet.title(), context);
        if (entry != null) {
            entry.setDescription(snippet.title());
            entry.setDocumentation((doc == null ? "" : doc + "\n\n") + snippet.plainText());
            acceptor.accept(entry, PRIORITY_SNIPPET);
        }
    }

    @Override
    protected void _createProposals(Assignment assignment, ContentAssistContext context, IIdeContentProposalAcceptor acceptor) {
        if (assignment.getTerminal() instanceof CrossReference reference) {
            references(reference, context, acceptor);
        } else if (assignment.getTerminal() instanceof RuleCall call) {
            values(assignment, call, context, acceptor);
        }
    }

    private void references(CrossReference reference, ContentAssistContext context, IIdeContentProposalAcceptor acceptor) {
        EObject owner = context.getCurrentModel();
        EReference feature = GrammarUtil.getReference(reference);
        if (owner == null || feature == null) {
            return;
        }
        for (IEObjectDescription description : getScopeProvider().getScope(owner, feature).getAllElements()) {
            EObject target = description.getEObjectOrProxy();
            String index = target instanceof Domain domain && domain.isSetCount() && feature == Literals.GUEST_REFERENCE__TARGET ? "[0]" : "";
            acceptor.accept(getProposalCreator().createProposal(getQualifiedNameConverter().toString(description.getName()) + index, context, entry -> {
                entry.setKind(ContentAssistEntry.KIND_REFERENCE);
                entry.setDescription(Describe.element(target));
                entry.setDocumentation(EcoreUtil.getDocumentation(target.eClass()));
                entry.setSource(target);
            }), PRIORITY_VALUE);
        }
    }

    private void values(Assignment assignment, RuleCall call, ContentAssistContext context, IIdeContentProposalAcceptor acceptor) {
        String rule = call.getRule().getName();
        String feature = assignment.getFeature();
        String doc = documentation(context.getCurrentModel(), feature);
        if (call.getRule().getType().getClassifier() instanceof EEnum type && rule.endsWith("Name")) {
            values(type.getELiterals().stream().map(l -> new Value(l.getLiteral(), EcoreUtil.getDocumentation(l))).toList(), ContentAssistEntry.KIND_ENUM, context, acceptor);
        } else if ("isa".equals(feature)) {
            values(ISAS.stream().map(isa -> new Value(isa, doc)).toList(), ContentAssistEntry.KIND_VALUE, context, acceptor);
        } else if ("event".equals(feature)) {
            values(EventKind.all().stream().map(kind -> new Value(kind.label(), kind.doc())).toList(), ContentAssistEntry.KIND_ENUM, context, acceptor);
        } else if ("STRING".equals(rule)) {
            values(files(context, feature).stream().map(file -> new Value('"' + file + '"', doc)).toList(), ContentAssistEntry.KIND_FILE, context, acceptor);
        } else {
            values(VALUES.getOrDefault(rule, List.of()).stream().map(text -> new Value(text, doc)).toList(), ContentAssistEntry.KIND_VALUE, context, acceptor);
        }
    }

    private record Value(String text, String documentation) {
    }

    /** In the order given: the first is the one people want most. */
    private void values(List<Value> values, String kind, ContentAssistContext context, IIdeContentProposalAcceptor acceptor) {
        for (int i = 0; i < values.size(); i++) {
            Value value = values.get(i);
            acceptor.accept(getProposalCreator().createProposal(value.text(), context, entry -> {
                entry.setKind(kind);
                entry.setDocumentation(value.documentation());
            }), PRIORITY_VALUE - Math.min(i, PRIORITY_VALUE - PRIORITY_SETTING - 1));
        }
    }

    private static String documentation(EObject owner, String featureName) {
        EStructuralFeature feature = owner == null ? null : owner.eClass().getEStructuralFeature(featureName);
        return feature == null ? null : EcoreUtil.getDocumentation(feature);
    }

    /** The files near the configuration that the setting could mean. */
    private static List<String> files(ContentAssistContext context, String feature) {
        URI uri = context.getResource() == null ? null : context.getResource().getURI();
        boolean path = Set.of("uris", "image", "initrd", "deviceTree", "mainClass").contains(feature);
        if (uri == null || !uri.isFile() || !path) {
            return List.of();
        }
        Path folder = Path.of(uri.toFileString()).toAbsolutePath().getParent();
        try (Stream<Path> files = Files.walk(folder, FILE_DEPTH)) {
            return files.filter(Files::isRegularFile).filter(file -> fits(file, feature)).map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> !file.startsWith(".")).sorted().limit(MAX_FILES).toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            // A folder that cannot be read has nothing to propose.
            return List.of();
        }
    }

    private static boolean fits(Path file, String feature) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return switch (feature) {
            case "uris" -> name.endsWith(".s") || name.endsWith(".elf") || name.endsWith(".bin") || !name.contains(".");
            case "mainClass" -> name.endsWith(".class");
            case "deviceTree" -> name.endsWith(".dtb");
            default -> !name.endsWith(".tln") && !name.endsWith(".s");
        };
    }
}
