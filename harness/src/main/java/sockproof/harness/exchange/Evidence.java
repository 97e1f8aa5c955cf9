package sockproof.harness.exchange;

import java.util.List;
import java.util.Map;
import sockproof.proxy.trace.History;

/** What an exchange showed. */
public sealed interface Evidence {
  /** What is known of the subject. */
  SubjectEvidence subject();

  /** What passed through the relays, by the name of the server behind each. */
  Map<String, History> histories();

  /**
   * When it was over, on the clock of the histories, to within the start of a relay: nothing that
   * the subject sent later would have been taken.
   */
  long overNanos();

  /**
   * A client was under test.
   *
   * @param requests what Sockproof's servers got, by name
   * @param connected whether its UDP socket was connected when it waited for the first reply
   */
  record OfClient(
      SubjectEvidence subject,
      Map<String, History> histories,
      Map<String, List<String>> requests,
      boolean connected)
      implements Evidence {
    @Override
    public long overNanos() {
      return subject.elapsedNanos();
    }
  }

  /**
   * A server was under test.
   *
   * @param overNanos see {@link Evidence#overNanos}; what follows is asked past the relay
   * @param steps what came of each step of the dialogue
   * @param answersAfterwards whether it still answered a fresh client after the dialogue
   * @param loopDatagrams how many datagrams went between it and its mirror instance
   * @param socketsLeft where a client reset its connection: how many sockets the server then held
   *     more than before its first client, at last
   */
  record OfServer(
      SubjectEvidence subject,
      Map<String, History> histories,
      long overNanos,
      List<StepResult> steps,
      boolean answersAfterwards,
      long loopDatagrams,
      int socketsLeft)
      implements Evidence {}

  /**
   * What came of one step.
   *
   * @param step the step
   * @param replies the whole messages that came back in it, in order
   * @param partial bytes of a message that was not whole, as text; empty for none
   * @param end how the reading ended
   */
  record StepResult(Step step, List<String> replies, String partial, End end) {}

  /** How reading in one step ended. */
  enum End {
    /** All replies were there; nothing more was waited for. */
    ANSWERED,
    FIN,
    RESET,
    TIMEOUT,
    /** The connection could not be made or was gone before the step. */
    NO_CONNECTION
  }
}
