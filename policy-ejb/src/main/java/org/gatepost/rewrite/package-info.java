/**
 * Rewrite rules: from an address to the address it becomes and the channel that takes it. The most specific rule is used first; a rule may send its result
 * round again.
 *
 * <p>May use {@code mapping}, {@code mail} and {@code stage}. Read {@link org.gatepost.rewrite.Rewriter}, then {@link org.gatepost.rewrite.RewriteReader} for the language.
 */
package org.gatepost.rewrite;
