package sockproof.reference.mutant.chat;

import sockproof.reference.chat.ChatSteps;

/** Sends each message once; what is lost stays lost. */
final class ChatNoRetry extends ChatSteps {
  @Override
  public boolean sendsAgain() {
    return false;
  }
}
