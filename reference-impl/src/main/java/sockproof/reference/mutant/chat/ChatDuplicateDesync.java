package sockproof.reference.mutant.chat;

import sockproof.reference.chat.ChatSteps;

/** Takes a message that comes twice for two messages. */
final class ChatDuplicateDesync extends ChatSteps {
  @Override
  public boolean isNew(int number, int lastReceived) {
    return true;
  }
}
