// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.eclipse.jface.resource.ColorRegistry;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.resource.LocalResourceManager;
import org.eclipse.jface.util.IPropertyChangeListener;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.ToolBar;
import org.eclipse.swt.widgets.ToolItem;
import org.trapline.ui.trace.model.Group;

/** Buttons that show one group of events, or several. */
final class GroupBar {
    private final ToolBar bar;
    private final Map<Group, ToolItem> items = new EnumMap<>(Group.class);

    GroupBar(final Composite parent, final Consumer<Group> pressed) {
        final LocalResourceManager images = new LocalResourceManager(JFaceResources.getResources(), parent);
        bar = new ToolBar(parent, SWT.FLAT | SWT.WRAP | SWT.RIGHT);
        for (final Group group : Group.values()) {
            if (group != Group.INSTRUCTIONS) {
                final ToolItem item = new ToolItem(bar, SWT.CHECK);
                item.setText(group.label());
                item.setToolTipText(group.doc());
                                item.addListener(SWT.Selection, event -> pressed.accept(group));
                items.put(group, item);
            }
        }
        paintSwatches(images);
        final IPropertyChangeListener themed = event -> paintSwatches(images);
        JFaceResources.getColorRegistry().addListener(themed);
        bar.addListener(SWT.Dispose, event -> JFaceResources.getColorRegistry().removeListener(themed));
    }

    private void paintSwatches(final LocalResourceManager images) {
        final ColorRegistry colors = JFaceResources.getColorRegistry();
        items.forEach((group, item) -> item.setImage(images.create(new Swatch(colors.getRGB(group.color())))));
    }

    ToolBar control() {
        return bar;
    }

    void show(final Set<Group> groups) {
        items.forEach((group, item) -> item.setSelection(groups.contains(group)));
    }
}
