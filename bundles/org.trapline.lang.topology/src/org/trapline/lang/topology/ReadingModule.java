// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology;

import com.google.inject.Binder;
import com.google.inject.Binding;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.spi.Element;
import com.google.inject.spi.Elements;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import org.eclipse.emf.ecore.EObject;
import org.eclipse.xtext.resource.SaveOptions;
import org.eclipse.xtext.serializer.ISerializer;
import org.eclipse.xtext.util.ReplaceRegion;
import org.eclipse.xtext.validation.IConcreteSyntaxValidator;

/**
 * The parts of the language that read, without those that format and write.
 *
 * <p>The injector looks at every part, and at every part of a part, when it is made. More than half of them only write, and a command
 * that reads a configuration would pay for them at each start.
 */
final class ReadingModule implements Module {

    private static final List<String> PACKAGES_THAT_WRITE = List.of("org.eclipse.xtext.serializer", "org.eclipse.xtext.formatting",
            "org.eclipse.xtext.formatting2", "org.eclipse.xtext.parsetree.reconstr");

    @Override
    public void configure(Binder binder) {
        List<Element> parts = Elements.getElements(new TopologyRuntimeModule()).stream()
                .filter(part -> !(part instanceof Binding<?> binding && writes(binding.getKey()))).toList();
        binder.install(Elements.getModule(parts));
        // A resource wants to have both, even if it is never saved.
        binder.bind(ISerializer.class).to(NoWriting.class);
        binder.bind(IConcreteSyntaxValidator.class).to(NoWriting.class);
    }

    private static boolean writes(Key<?> key) {
        Class<?> type = key.getTypeLiteral().getRawType();
        return type == IConcreteSyntaxValidator.class || isOfWriting(type)
                || key.getAnnotationType() != null && isOfWriting(key.getAnnotationType());
    }

    private static boolean isOfWriting(Class<?> type) {
        String name = type.getPackageName();
        return PACKAGES_THAT_WRITE.stream().anyMatch(p -> name.equals(p) || name.startsWith(p + "."));
    }

    /** Says so where somebody tries to save what was only to be read. */
    static final class NoWriting implements ISerializer, IConcreteSyntaxValidator {

        @Override
        public String serialize(EObject element) {
            throw unsupported();
        }

        @Override
        public String serialize(EObject element, SaveOptions options) {
            throw unsupported();
        }

        @Override
        public void serialize(EObject element, Writer writer, SaveOptions options) {
            throw unsupported();
        }

        @Override
        public ReplaceRegion serializeReplacement(EObject element, SaveOptions options) {
            throw unsupported();
        }

        @Override
        public boolean validateObject(EObject element, IDiagnosticAcceptor problems, Map<Object, Object> context) {
            throw unsupported();
        }

        @Override
        public boolean validateRecursive(EObject element, IDiagnosticAcceptor problems, Map<Object, Object> context) {
            throw unsupported();
        }

        private static UnsupportedOperationException unsupported() {
            return new UnsupportedOperationException("a configuration that was loaded to be read cannot be saved");
        }
    }
}
