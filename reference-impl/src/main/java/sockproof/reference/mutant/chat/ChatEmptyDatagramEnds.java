package sockproof.reference.mutant.chat;

import sockproof.reference.chat.ChatSteps;

/** Takes an empty datagram for the end of the chat. */
final class ChatEmptyDatagramEnds extends ChatSteps {
  @Override
  public boolean ends(String datagram) {
    return datagram.isEmpty();
  }
}
