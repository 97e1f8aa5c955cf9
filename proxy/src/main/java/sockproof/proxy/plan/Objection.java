package sockproof.proxy.plan;

/**
 * Why a fault cannot be had as it is written.
 *
 * @param key the key at fault; empty for the fault as a whole
 * @param sentence what is wrong and what to use instead
 */
public record Objection(String key, String sentence) {}
