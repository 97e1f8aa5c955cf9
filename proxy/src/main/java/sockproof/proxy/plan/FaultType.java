package sockproof.proxy.plan;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Medium;

/** One kind of fault: its entry in the catalogue, from which plans, help and schemas are made. */
public final class FaultType {
  /** How many keys of a group may be given. */
  public enum Choice {
    EXACTLY_ONE,
    AT_LEAST_ONE,
    AT_MOST_ONE
  }

  /** Keys of which only some combinations make sense. */
  public record Group(Choice choice, List<Key<?>> keys) {
    /** The keys' names as they stand in a sentence. */
    String names() {
      return Words.choices(keys.stream().map(key -> "`" + key.name() + "`").toList());
    }
  }

  private final String name;
  private final Set<Medium> media;
  private final String effect;
  private final List<Key<?>> keys;
  private final List<Group> groups;
  private final String elsewhere;
  private final Receiver defaultReceiver;
  private final boolean directed;
  private final @Nullable Key<Long> sizeInTo;
  private final Function<Settings, FaultSpec> factory;

  private FaultType(Builder builder, Function<Settings, FaultSpec> factory) {
    this.name = builder.name;
    this.media = builder.media;
    this.effect = builder.effect;
    this.keys = List.copyOf(builder.keys);
    this.groups = List.copyOf(builder.groups);
    this.elsewhere = builder.elsewhere;
    this.defaultReceiver = builder.defaultReceiver;
    this.directed = builder.directed;
    this.sizeInTo = builder.sizeInTo;
    this.factory = factory;
  }

  /**
   * Begins the description of a fault for TCP and Unix streams.
   *
   * @param effect what it does, as a sentence without a subject and a full stop
   */
  public static Builder onStreams(String name, String effect) {
    return new Builder(name, EnumSet.of(Medium.TCP, Medium.UNIX), effect);
  }

  /** Begins the description of a fault for UDP and Unix datagrams. */
  public static Builder onDatagrams(String name, String effect) {
    return new Builder(name, EnumSet.of(Medium.UDP, Medium.UNIX_DATAGRAM), effect);
  }

  /** Begins the description of a fault for all media. */
  public static Builder onAll(String name, String effect) {
    return new Builder(name, EnumSet.allOf(Medium.class), effect);
  }

  /** The word in fault lists; two types of one name have no medium in common. */
  public String name() {
    return name;
  }

  /** The media on which it makes sense. */
  public Set<Medium> media() {
    return Set.copyOf(media);
  }

  /** What it does, in one sentence without a subject and a full stop. */
  public String effect() {
    return effect;
  }

  /** Its own keys, in the order of the documentation. */
  public List<Key<?>> keys() {
    return keys;
  }

  /** Which of its keys exclude or need each other. */
  public List<Group> groups() {
    return groups;
  }

  /** The direction that it concerns unless {@code to} is given. */
  public Receiver defaultReceiver() {
    return defaultReceiver;
  }

  /** False for a fault of the whole connection, which takes no {@code to}. */
  public boolean isDirected() {
    return directed;
  }

  /** The key whose number may also stand in {@code to}, as in {@code truncate: {to: 5}}. */
  public Optional<Key<Long>> sizeInTo() {
    return Optional.ofNullable(sizeInTo);
  }

  /** Why it makes no sense on a medium that is not among {@link #media}, and what to use there. */
  String elsewhere(Medium medium) {
    return elsewhere.isEmpty()
        ? "`" + name + "` cannot be used on " + medium.word() + "."
        : "`" + name + "` " + elsewhere;
  }

  FaultSpec create(Settings settings) {
    return factory.apply(settings);
  }

  @Override
  public String toString() {
    return name + " on " + media.stream().map(Medium::word).collect(Collectors.joining(", "));
  }

  /** Describes a fault type step by step. */
  public static final class Builder {
    private final String name;
    private final Set<Medium> media;
    private final String effect;
    private final List<Key<?>> keys = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();
    private String elsewhere = "";
    private Receiver defaultReceiver = Receiver.BOTH;
    private boolean directed = true;
    private @Nullable Key<Long> sizeInTo;

    private Builder(String name, Set<Medium> media, String effect) {
      this.name = name;
      this.media = media;
      this.effect = effect;
    }

    /** The keys that it takes. */
    public Builder keys(Key<?>... list) {
      keys.addAll(List.of(list));
      return this;
    }

    /** Keys of which exactly one, at least one or at most one may be given. */
    public Builder group(Choice choice, Key<?>... list) {
      groups.add(new Group(choice, List.of(list)));
      return this;
    }

    /** Takes a medium out of those on which it makes sense. */
    public Builder exceptOn(Medium medium) {
      media.remove(medium);
      return this;
    }

    /**
     * The rest of a sentence that begins with its name: why not on other media, and what instead.
     */
    public Builder elsewhere(String restOfSentence) {
      this.elsewhere = restOfSentence;
      return this;
    }

    /** The direction that it concerns unless {@code to} is given. */
    public Builder defaultTo(Receiver receiver) {
      this.defaultReceiver = receiver;
      return this;
    }

    /** It concerns the whole connection and takes no {@code to}. */
    public Builder undirected() {
      this.directed = false;
      return this;
    }

    /** The number of this key may also stand in {@code to}. */
    public Builder sizeInTo(Key<Long> key) {
      this.sizeInTo = key;
      return this;
    }

    /** Ends the description with the function that makes the fault of its settings. */
    public FaultType by(Function<Settings, FaultSpec> factory) {
      return new FaultType(this, factory);
    }
  }
}
