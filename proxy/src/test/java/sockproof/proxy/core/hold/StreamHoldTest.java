package sockproof.proxy.core.hold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.hold.StreamCommand.Coalesce;
import sockproof.proxy.core.hold.StreamCommand.Cut;
import sockproof.proxy.core.hold.StreamCommand.Drop;
import sockproof.proxy.core.hold.StreamCommand.Duplicate;
import sockproof.proxy.core.hold.StreamCommand.Forge;
import sockproof.proxy.core.hold.StreamCommand.HalfClose;
import sockproof.proxy.core.hold.StreamCommand.Join;
import sockproof.proxy.core.hold.StreamCommand.ReleaseAll;
import sockproof.proxy.core.hold.StreamCommand.ReleaseBytes;
import sockproof.proxy.core.hold.StreamCommand.ReleaseMessage;
import sockproof.proxy.core.hold.StreamCommand.ReleasePiece;
import sockproof.proxy.core.hold.StreamCommand.Reset;

class StreamHoldTest {
  private static HoldPlaybook given(String framing) {
    return new HoldPlaybook(framing);
  }

  private static HoldPlaybook given() {
    return given("none");
  }

  @Test
  void nothingPassesUntilItIsReleased() {
    given()
        .arrived("HELLO\n")
        .expect()
        .waits("HELLO\n")
        .does(new Cut(1))
        .waits("H|ELLO\n")
        .does(new ReleasePiece())
        .expect("send \"H\"", "await read")
        .waits("ELLO\n")
        .read()
        .does(new ReleasePiece())
        .expect("send \"ELLO\\n\"", "await read")
        .waits("");
  }

  @Test
  void aPieceWaitsUntilTheOneBeforeItHasBeenRead() {
    given()
        .arrived("abcd")
        .does(new Cut(1))
        .does(new Cut(2))
        .does(new ReleaseAll())
        .expect("send \"a\"", "await read")
        .read()
        .expect("send \"b\"", "await read")
        .read()
        .expect("send \"cd\"", "await read");
  }

  @Test
  void whereASendEndsThereIsACutThatCanBeRemoved() {
    given()
        .arrived("ab")
        .arrived("cd")
        .waits("ab|cd")
        .does(new Join(2))
        .waits("abcd")
        .arrived("e")
        .does(new Cut(1))
        .waits("a|bcd|e")
        .does(new Coalesce())
        .waits("abcde")
        .does(new ReleasePiece())
        .expect("send \"abcde\"", "await read");
  }

  @Test
  void bytesAndMessagesAreReleasedInOnePiece() {
    given("line")
        .arrived("one\ntwo\nthr")
        .does(new Cut(2))
        .does(new ReleaseBytes(3))
        .expect("send \"one\"", "await read")
        .waits("\ntwo\nthr")
        .read()
        .does(new ReleaseMessage())
        .expect("send \"\\n\"", "await read")
        .read()
        .does(new Cut(6))
        .does(new ReleaseMessage())
        .expect("send \"two\\n\"", "await read")
        .waits("thr")
        .refuses(new ReleaseMessage(), "no message ends in what waits");
  }

  @Test
  void aMessageEndsWhereTheFramingSaysSo() {
    given("3").arrived("abcdefg").does(new ReleaseMessage()).expect("send \"abc\"", "await read");
    given("length-prefix")
        .arrived("\0\0\0\2ab\0\0")
        .does(new ReleaseBytes(2))
        .expect("send \"\\x00\\x00\"", "await read")
        .read()
        .does(new ReleaseMessage())
        .expect("send \"\\x00\\x02ab\"", "await read");
  }

  @Test
  void bytesAreDropped() {
    HoldPlaybook book =
        given()
            .arrived("abcdef")
            .does(new Cut(2))
            .does(new Cut(3))
            .does(new Cut(4))
            .does(new Drop(2, 4))
            .waits("ab|ef")
            .does(new ReleaseAll())
            .expect("send \"ab\"", "await read")
            .read()
            .expect("send \"ef\"", "await read");
    assertEquals("|\"ab\"G -\"cd\"G |\"ef\"G", book.record());
    assertEquals("by hand", book.history.events().get(2).text());
  }

  @Test
  void bytesAreRepeatedAndForged() {
    HoldPlaybook book =
        given()
            .arrived("ab\n")
            .does(new Duplicate(0, 3))
            .waits("ab\n|ab\n")
            .does(new Forge(3, Bytes.utf8("EVIL\n")))
            .waits("ab\n|EVIL\n|ab\n")
            .does(new Forge(0, Bytes.utf8("!")))
            .waits("!|ab\n|EVIL\n|ab\n")
            .does(new Forge(12, Bytes.utf8("?")));
    assertEquals(
        List.of(
            new StreamView.Mark(0, 1, Origin.FORGED),
            new StreamView.Mark(4, 9, Origin.FORGED),
            new StreamView.Mark(9, 12, Origin.DUPLICATE),
            new StreamView.Mark(12, 13, Origin.FORGED)),
        book.view().marks());
    book.does(new Coalesce()).does(new ReleaseAll());
    book.expect("send \"!ab\\nEVIL\\nab\\n?\"", "await read");
    assertEquals("|\"!\"F +\"ab\\n\"G +\"EVIL\\n\"F +\"ab\\n\"D +\"?\"F", book.record());
  }

  @Test
  void theSendersEndWaitsBehindItsBytes() {
    HoldPlaybook book =
        given()
            .arrived("ab")
            .fin()
            .waits("ab[FIN]")
            .does(new ReleasePiece())
            .expect("send \"ab\"", "await read")
            .waits("[FIN]")
            .read()
            .does(new ReleasePiece())
            .expect("fin")
            .refuses(new ReleasePiece(), "the stream has been ended this way");
    assertEquals("|\"ab\"G FIN", book.record());
    assertTrue(book.view().over());
  }

  @Test
  void aResetOfTheSenderTakesThePlaceOfItsFin() {
    HoldPlaybook book = given().fin().reset().waits("[RESET]").does(new ReleaseAll());
    book.expect("reset");
    assertTrue(book.isFinished());
    book.refuses(new Cut(1), "the connection is over");
  }

  @Test
  void halfCloseLosesWhatWaitsAndWaitsForTheReader() {
    HoldPlaybook book =
        given()
            .arrived("abcd")
            .does(new ReleaseBytes(2))
            .does(new HalfClose())
            .waits("")
            .expect("send \"ab\"", "await read")
            .read()
            .expect("fin")
            .arrived("ef")
            .expect();
    assertEquals("|\"ab\"G -\"cd\"G !FIN -\"ef\"G", book.record());
  }

  @Test
  void resetEndsBothWays() {
    HoldPlaybook book = given().arrived("ab").does(new Reset()).expect("reset");
    assertTrue(book.isFinished());
    assertEquals("-\"ab\"G !RESET", book.record());
  }

  @Test
  void whatWaitsForAReceiverThatIsGoneIsLost() {
    given()
        .arrived("ab")
        .clientResets()
        .waits("")
        .refuses(new ReleaseAll(), "the receiver is gone");
  }

  @Test
  void withoutHoldingEverythingPassesAsItCame() {
    HoldPlaybook book =
        given()
            .arrived("ab")
            .fin()
            .does(new HoldCommand.Hold(false))
            .expect("send \"ab\"", "await read")
            .read()
            .expect("fin");
    assertFalse(book.view().holding());
    HoldPlaybook other =
        given().does(new HoldCommand.Hold(false)).arrived("ab").expect("send \"ab\"").arrived("c");
    other.expect("send \"c\"").does(new HoldCommand.Hold(true)).arrived("d").expect().waits("d");
    other.does(new ReleaseAll()).expect("await read").read().expect("send \"d\"", "await read");
    assertEquals("~\"ab\"G ~\"c\"G |\"d\"G", other.record());
  }

  @Test
  void whatMakesNoSenseIsRefusedInOneSentence() {
    given()
        .refuses(new ReleaseAll(), "nothing waits")
        .refuses(new ReleasePiece(), "nothing waits")
        .refuses(new Coalesce(), "nothing waits")
        .arrived("abc")
        .refuses(
            new Cut(0),
            "a cut goes between two bytes that wait, and not before byte 0; bytes 0 to 2 wait")
        .refuses(
            new Cut(3),
            "a cut goes between two bytes that wait, and not before byte 3; bytes 0 to 2 wait")
        .refuses(new Join(1), "there is no cut before byte 1")
        .refuses(new ReleaseBytes(4), "cannot release 4 bytes; bytes 0 to 2 wait")
        .refuses(new ReleaseBytes(0), "cannot release 0 bytes; bytes 0 to 2 wait")
        .refuses(new Drop(1, 4), "bytes 1 to 4 do not wait; bytes 0 to 2 wait")
        .refuses(new Duplicate(2, 2), "bytes 2 to 2 do not wait; bytes 0 to 2 wait")
        .refuses(new Forge(4, Bytes.utf8("x")), "cannot add bytes before byte 4; bytes 0 to 2 wait")
        .refuses(new Forge(0, Bytes.empty()), "there are no bytes to add")
        .refuses(new DatagramCommand.ReleaseAll(), "a stream has no datagrams")
        .refuses(
            new Forge(0, Bytes.of(new byte[StreamHold.MAX_WAITING_BYTES])),
            "too many bytes wait already")
        .does(new ReleaseBytes(2))
        .refuses(new ReleaseBytes(2), "cannot release 2 bytes; only byte 2 waits");
  }

  @Test
  void aSenderWhoseBytesWaitIsReadFromOnlyUpToALimit() {
    HoldPlaybook book = given();
    String block = "x".repeat(1 << 16);
    for (int i = 0; i < 16; i++) {
      book.arrived(block);
    }
    book.expect("pause").does(new Coalesce()).does(new ReleaseAll());
    book.read();
    book.expect("send " + Bytes.utf8("x".repeat(1 << 20)), "await read", "resume");
  }

  @Test
  void aRecordThatGrowsTooLongIsNotComplete() {
    HoldPlaybook book = given().does(new HoldCommand.Hold(false));
    String block = "x".repeat(1 << 20);
    for (int i = 0; i < 3; i++) {
      book.arrived(block);
    }
    assertTrue(book.recordIsComplete());
    book.arrived(block);
    assertFalse(book.recordIsComplete());
  }
}
