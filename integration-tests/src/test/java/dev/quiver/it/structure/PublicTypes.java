/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it.structure;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Which types have to be public. */
final class PublicTypes {
    /** What a worker creates by name. */
    private static final Set<String> PLUGINS = Set.of(
            "org.apache.kafka.connect.connector.Connector",
            "org.apache.kafka.connect.connector.Task",
            "org.apache.kafka.connect.storage.Converter");

    private PublicTypes() {}

    /**
     * The plugins, the types that another package uses, and those that appear in a public signature of one of these
     * or are nested in one of them.
     */
    static Set<JavaClass> neededIn(JavaClasses classes) {
        Set<JavaClass> needed = new HashSet<>();
        Deque<JavaClass> fresh = new ArrayDeque<>();
        for (JavaClass type : classes) {
            if (isPlugin(type) || isUsedFromAnotherPackage(type)) {
                fresh.add(type);
            }
        }
        while (!fresh.isEmpty()) {
            JavaClass type = fresh.remove();
            if (needed.add(type)) {
                fresh.addAll(shownBy(type));
            }
        }
        return needed;
    }

    private static boolean isPlugin(JavaClass type) {
        return PLUGINS.stream().anyMatch(type::isAssignableTo);
    }

    private static boolean isUsedFromAnotherPackage(JavaClass type) {
        for (Dependency dependency : type.getDirectDependenciesToSelf()) {
            if (!dependency.getOriginClass().getPackage().equals(type.getPackage())) {
                return true;
            }
        }
        return false;
    }

    private static Set<JavaClass> shownBy(JavaClass type) {
        Set<JavaClass> shown = new HashSet<>();
        for (JavaCodeUnit method : type.getCodeUnits()) {
            if (method.getModifiers().contains(JavaModifier.PUBLIC)) {
                shown.addAll(method.getReturnType().getAllInvolvedRawTypes());
                for (JavaType parameter : method.getParameterTypes()) {
                    shown.addAll(parameter.getAllInvolvedRawTypes());
                }
            }
        }
        type.getEnclosingClass().ifPresent(shown::add);
        return shown;
    }
}
