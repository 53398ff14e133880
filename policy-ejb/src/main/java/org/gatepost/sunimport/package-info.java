/**
 * Configuration files of Sun's and Oracle's Messaging Server, made a policy of ours: {@code imta.cnf}, {@code mappings}, {@code option.dat}.
 *
 * <p>What is understood becomes rows, which the readers of policy took; what is not is a finding with its file and line and stands nowhere else, or as a comment.
 * Nothing is taken by half without a finding. May use {@code policytext}, {@code channel}, {@code mapping}, {@code rewrite}, {@code sieve} and {@code mail}. Read
 * {@link org.gatepost.sunimport.SunImport}, then {@link org.gatepost.sunimport.KeywordRules} for what becomes of each channel keyword.
 */
package org.gatepost.sunimport;
