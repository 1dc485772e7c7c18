// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide.fix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.eclipse.emf.common.util.URI;
import org.eclipse.emf.ecore.EObject;
import org.eclipse.emf.ecore.EStructuralFeature;
import org.eclipse.xtext.nodemodel.ICompositeNode;
import org.eclipse.xtext.nodemodel.ILeafNode;
import org.eclipse.xtext.nodemodel.INode;
import org.eclipse.xtext.nodemodel.util.NodeModelUtils;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.validation.Issue;
import org.trapline.lang.topology.Describe;
import org.trapline.lang.topology.validation.Rule;
import org.trapline.topology.Domain;
import org.trapline.topology.Host;
import org.trapline.topology.Migrate;
import org.trapline.topology.Named;
import org.trapline.topology.Program;
import org.trapline.topology.Topology;
import org.trapline.topology.TopologyPackage.Literals;
import org.trapline.topology.resolve.Resolver;

/** How each rule's violation can be repaired. Rules that are not named here need the author's own judgement. */
public final class Fixes {

    private static final int FILE_DEPTH = 4;

    /** The repairs of one violation, best first. */
    public List<Fix> of(Issue issue, XtextResource resource) {
        Rule rule = issue.getCode() == null ? null : Rule.byCode(issue.getCode()).orElse(null);
        if (rule == null || resource.getParseResult() == null || resource.getContents().isEmpty()) {
            return List.of();
        }
        return new Violation(issue, resource).fixes(rule);
    }

    /** A violation with the place in the text it is at. */
    private record Violation(Issue issue, XtextResource resource, ICompositeNode root) {

        Violation(Issue issue, XtextResource resource) {
            this(issue, resource, resource.getParseResult().getRootNode());
        }

        List<Fix> fixes(Rule rule) {
            return switch (rule) {
                case UNKNOWN_SETTING -> !data(1).isEmpty() ? List.of(firstWord(data(1)), remove("Remove '" + data(0) + "'")) : List.of(remove("Remove '" + data(0) + "'"));
                case DUPLICATE_SETTING, FOREIGN_ISA -> removeSetting();
                case UNKNOWN_PROGRAM -> unknownProgram();
                case UNKNOWN_NAME -> data(1).isEmpty() ? List.of() : List.of(change(data(1)));
                case BOOTS_TEMPLATE -> bootsTemplate();
                case UNUSED -> List.of(removeElement());
                case MISSING_IMPORT -> files().stream().map(file -> change('"' + file + '"')).toList();
                case TOO_SMALL -> List.of(change(atLeast()));
                case PARTITION_INCOMPLETE, NOTHING_TO_BOOT -> data(0).isEmpty() ? List.of() : insert(element(), data(0));
                case HARDWARE_WITHOUT_H -> setting(Resolver.host(element()), Literals.HOST__ISA, "isa", data(0));
                case MIGRATION_TOO_SMALL -> element() instanceof Migrate migrate ? setting(migrate.getDestination(), Literals.HOST__MEMORY, "memory", data(0)) : List.of();
                case GUEST_INDEX -> guestIndex();
                case CORES_OVERCOMMIT, MEMORY_OVERCOMMIT -> isAtName() || data(0).isEmpty() ? List.of() : List.of(change(data(0)));
                case DUPLICATE_NAME, NOT_PAGES, BAD_RANGE, TYPE_THREE, TYPE_PLACE, HARDWARE_TYPE_TWO, PAGING_TECHNIQUE, QUIRKY_TRAP_AND_EMULATE, BAD_ADDRESS,
                    UNKNOWN_EVENT -> data(0).isEmpty() ? List.of() : List.of(change(data(0)));
                default -> List.of();
            };
        }

        private String data(int index) {
            return issue.getData() == null || index >= issue.getData().length || issue.getData()[index] == null ? "" : issue.getData()[index];
        }

        private String text() {
            return root.getText().substring(issue.getOffset(), issue.getOffset() + issue.getLength());
        }

        private EObject element() {
            return resource.getEObject(issue.getUriToProblem().fragment());
        }

        private boolean isAtName() {
            return element() instanceof Named named && text().equals(named.getName());
        }

        private Fix change(String text) {
            return Fix.replace("Change to " + text, issue.getOffset(), issue.getLength(), text);
        }

        private Fix firstWord(String word) {
            return Fix.replace("Change to " + word, issue.getOffset(), data(0).length(), word);
        }

        private Fix remove(String title) {
            return Fix.replace(title, issue.getOffset(), issue.getLength(), "");
        }

        /** Removes the value and the keyword before it. */
        private List<Fix> removeSetting() {
            ILeafNode keyword = visibleBefore(issue.getOffset());
            if (keyword == null || isAtName()) {
                return List.of();
            }
            int end = issue.getOffset() + issue.getLength();
            String setting = root.getText().substring(keyword.getOffset(), end);
            return List.of(Fix.replace("Remove " + setting, keyword.getOffset(), end - keyword.getOffset(), ""));
        }

        private List<Fix> unknownProgram() {
            List<Fix> fixes = new ArrayList<>();
            if (!data(1).isEmpty()) {
                fixes.add(change(data(1)));
            }
            String statement = "import \"%s.s\" as %s".formatted(data(0), data(0));
            List<Program> programs = ((Topology) resource.getContents().getFirst()).getPrograms();
            int offset = programs.isEmpty() ? 0 : NodeModelUtils.findActualNodeFor(programs.getLast()).getEndOffset();
            fixes.add(Fix.replace("Add " + statement, offset, 0, programs.isEmpty() ? statement + "\n" : "\n" + statement));
            return fixes;
        }

        private List<Fix> bootsTemplate() {
            ILeafNode keyword = visibleBefore(issue.getOffset());
            if (keyword == null || !(element() instanceof Host)) {
                return List.of();
            }
            String block = "hypervisor vmm { domain %s1 from %s }".formatted(data(0), data(0));
            int end = issue.getOffset() + issue.getLength();
            return List.of(Fix.replace("Run a domain from " + data(0), keyword.getOffset(), end - keyword.getOffset(), block));
        }

        /** Removes the element with the rest of its line, if nothing else is there. */
        private Fix removeElement() {
            EObject element = element();
            ICompositeNode node = NodeModelUtils.findActualNodeFor(element);
            int end = node.getEndOffset();
            String text = root.getText();
            int after = end;
            while (after < text.length() && (text.charAt(after) == ' ' || text.charAt(after) == '\t' || text.charAt(after) == '\r')) {
                after++;
            }
            end = after < text.length() && text.charAt(after) == '\n' ? after + 1 : end;
            return Fix.replace("Remove " + Describe.element(element), node.getOffset(), end - node.getOffset(), "");
        }

        private String atLeast() {
            String value = text();
            return value.contains("instr") ? "10000 instr" : value.endsWith("B") ? "16 MiB" : value.replaceFirst("^[0._]+", "1");
        }

        private List<Fix> guestIndex() {
            if (!data(0).isEmpty()) {
                return List.of(Fix.replace("Change to " + text() + data(0), issue.getOffset() + issue.getLength(), 0, data(0)));
            }
            boolean array = NodeModelUtils.findActualSemanticObjectFor(leaf(issue.getOffset())) instanceof org.trapline.topology.GuestReference reference
                    && reference.getTarget() instanceof Domain domain && domain.isSetCount();
            ILeafNode bracket = visibleBefore(issue.getOffset());
            return array || bracket == null ? List.of()
                    : List.of(Fix.replace("Remove [" + text() + "]", bracket.getOffset(), issue.getOffset() + issue.getLength() + 1 - bracket.getOffset(), ""));
        }

        /** Gives a setting of an element another value, or gives it the setting. */
        private List<Fix> setting(EObject owner, EStructuralFeature feature, String word, String value) {
            if (owner == null || owner.eResource() != resource || value.isEmpty()) {
                return List.of();
            }
            List<INode> nodes = NodeModelUtils.findNodesForFeature(owner, feature);
            String title = "Give %s %s %s".formatted(Describe.element(owner), word, value);
            return nodes.isEmpty() ? insert(owner, word + " " + value)
                    : List.of(Fix.replace(title, nodes.getFirst().getOffset(), nodes.getFirst().getLength(), value));
        }

        /** Puts a setting at the beginning of an element's block; makes the block if there is none. */
        private List<Fix> insert(EObject owner, String setting) {
            ICompositeNode node = NodeModelUtils.findActualNodeFor(owner);
            String title = "Add " + setting;
            for (ILeafNode leaf : node.getLeafNodes()) {
                if (!leaf.isHidden() && "{".equals(leaf.getText())) {
                    return List.of(Fix.replace(title, leaf.getEndOffset(), 0, " " + setting + " "));
                }
            }
            return List.of(Fix.replace(title, node.getEndOffset(), 0, " { " + setting + " }"));
        }

        private ILeafNode leaf(int offset) {
            return NodeModelUtils.findLeafNodeAtOffset(root, offset);
        }

        private ILeafNode visibleBefore(int offset) {
            ILeafNode found = null;
            for (ILeafNode leaf : root.getLeafNodes()) {
                if (leaf.getOffset() >= offset) {
                    return found;
                }
                found = leaf.isHidden() ? found : leaf;
            }
            return found;
        }

        /** Files of the missing one's name or kind near the configuration. */
        private List<String> files() {
            URI uri = resource.getURI();
            if (uri == null || !uri.isFile()) {
                return List.of();
            }
            Path folder = Path.of(uri.toFileString()).toAbsolutePath().getParent();
            String kind = data(0).contains(".") ? data(0).substring(data(0).lastIndexOf('.')).toLowerCase(Locale.ROOT) : ".s";
            try (Stream<Path> files = Files.walk(folder, FILE_DEPTH)) {
                return files.filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(kind)).map(file -> folder.relativize(file).toString().replace('\\', '/'))
                        .sorted().limit(5).toList();
            } catch (IOException | UncheckedIOException e) {
                // A folder that cannot be read has nothing to offer.
                return List.of();
            }
        }
    }
}
