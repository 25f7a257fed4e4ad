package dev.carga.domain;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a type whose value may be null. Everything else in Carga is never null, and the build checks this
/// (NullAway recognises the annotation by its simple name). Defined here because the domain depends on the
/// JDK alone.
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE_USE)
public @interface Nullable {}
