// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.scoping;

import com.google.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.eclipse.emf.ecore.EClass;
import org.eclipse.emf.ecore.EObject;
import org.eclipse.xtext.diagnostics.DiagnosticMessage;
import org.eclipse.xtext.diagnostics.Severity;
import org.eclipse.xtext.linking.impl.LinkingDiagnosticMessageProvider;
import org.eclipse.xtext.scoping.IScopeProvider;
import org.trapline.lang.topology.Describe;
import org.trapline.lang.topology.validation.Rule;
import org.trapline.lang.topology.words.Similar;
import org.trapline.topology.Host;
import org.trapline.topology.Template;
import org.trapline.topology.Topology;
import org.trapline.topology.TopologyPackage;
import org.trapline.topology.resolve.Resolver;

/** Says of a name that means nothing what it could have meant. Issue data: the name, then the one that was probably meant. */
public final class LinkingMessages extends LinkingDiagnosticMessageProvider {

    @Inject
    private IScopeProvider scopes;

    @Override
    public DiagnosticMessage getUnresolvedProxyMessage(ILinkingDiagnosticContext context) {
        String name = context.getLinkText();
        EClass type = context.getReference().getEReferenceType();
        if (isTemplate(context.getContext(), name, type)) {
            return message(Rule.BOOTS_TEMPLATE, "'%s' is a template and cannot be %s: templates are prototypes; write domain NAME from %s, and use the domain"
                    .formatted(name, type == TopologyPackage.Literals.PROGRAM ? "booted" : "run", name), name);
        }
        List<String> known = StreamSupport.stream(scopes.getScope(context.getContext(), context.getReference()).getAllElements().spliterator(), false)
                .map(element -> element.getName().toString()).toList();
        List<String> data = new ArrayList<>(List.of(name));
        Similar.closest(name, known).ifPresent(data::add);
        String message = sentence(context.getContext(), name, type) + (data.size() > 1 ? ": did you mean '%s'?".formatted(data.get(1)) : hint(type, name, known));
        return message(rule(type), message, data.toArray(String[]::new));
    }

    private static boolean isTemplate(EObject context, String name, EClass type) {
        Topology topology = Resolver.enclosing(context, Topology.class);
        boolean runnable = type == TopologyPackage.Literals.PROGRAM || type == TopologyPackage.Literals.STATEFUL;
        return runnable && topology != null && topology.getTemplates().stream().map(Template::getName).anyMatch(name::equals);
    }

    private static Rule rule(EClass type) {
        return type == TopologyPackage.Literals.PROGRAM ? Rule.UNKNOWN_PROGRAM : Rule.UNKNOWN_NAME;
    }

    private static String sentence(EObject context, String name, EClass type) {
        if (type == TopologyPackage.Literals.PROGRAM) {
            return "no program called '%s' is imported".formatted(name);
        }
        if (TopologyPackage.Literals.DEVICE.isSuperTypeOf(type)) {
            Host host = Resolver.host(context);
            return host == null ? "'%s' cannot be found: what belongs to no host has no host's devices".formatted(name)
                    : "%s has no %s called '%s'".formatted(Describe.element(host), Describe.kind(type), name);
        }
        return "there is no %s called '%s'".formatted(Describe.kind(type), name);
    }

    private static String hint(EClass type, String name, List<String> known) {
        if (type == TopologyPackage.Literals.PROGRAM) {
            return ": add import \"%s.s\" as %s".formatted(name, name);
        }
        return known.isEmpty() ? "" : "; there is %s".formatted(String.join(", ", known.subList(0, Math.min(8, known.size()))));
    }

    private static DiagnosticMessage message(Rule rule, String text, String... data) {
        return new DiagnosticMessage(text, Severity.ERROR, rule.code(), data);
    }
}
