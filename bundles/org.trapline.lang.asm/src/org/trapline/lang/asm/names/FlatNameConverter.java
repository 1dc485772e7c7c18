// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.names;

import org.eclipse.xtext.naming.IQualifiedNameConverter;

/** Names of one segment each: {@code .Lloop.1} is not qualified by anything. */
public class FlatNameConverter extends IQualifiedNameConverter.DefaultImpl {

    @Override
    public String getDelimiter() {
        return "";
    }
}
