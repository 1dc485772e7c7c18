// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.eclipse.emf.common.util.URI;
import org.eclipse.xtext.EcoreUtil2;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.resource.XtextResourceSet;
import org.eclipse.xtext.util.CancelIndicator;

import com.google.inject.Injector;

/** Parses sources for tests, without a language server. */
public final class Sources {
    private static final Injector INJECTOR = new AsmIdeSetup().createInjectorAndDoEMFRegistration();

    private Sources() {
    }

    /** Returns a service of the language. */
    public static <T> T service(Class<T> type) {
        return INJECTOR.getInstance(type);
    }

    /** Parses and links a source that stands alone. */
    public static XtextResource parse(String text) {
        return parse("memory:/source.s", text);
    }

    /** Parses and links a source. */
    public static XtextResource parse(String uri, String text) {
        XtextResourceSet resources = service(XtextResourceSet.class);
        XtextResource resource = (XtextResource) resources.createResource(URI.createURI(uri));
        try {
            resource.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), null);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        EcoreUtil2.resolveLazyCrossReferences(resource, CancelIndicator.NullImpl);
        return resource;
    }
}
