/**
 * How a check answers: stages, their results, what they remember, and how a look-up says "I could not ask".
 *
 * <p>May use {@code mail} and the connector's {@code protocol} and {@code listener}. Read {@link org.gatepost.stage.Stage}, then
 * {@link org.gatepost.stage.Match}.
 */
package org.gatepost.stage;
