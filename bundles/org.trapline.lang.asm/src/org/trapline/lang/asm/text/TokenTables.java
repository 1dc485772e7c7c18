// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.text;

import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.util.IResourceScopeCache;

import com.google.inject.Inject;
import com.google.inject.Singleton;

/** Keeps the tokens of each source until the source changes. */
@Singleton
public class TokenTables {
    @Inject
    private IResourceScopeCache cache;

    /** Returns the tokens of a resource of this language. */
    public Tokens of(XtextResource resource) {
        return cache.get(Tokens.class, resource, () -> Tokens.of(resource));
    }
}
