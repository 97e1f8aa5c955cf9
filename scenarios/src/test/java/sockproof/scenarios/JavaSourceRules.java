package sockproof.scenarios;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Rules for Java source files, read from the compiler's own syntax tree. */
final class JavaSourceRules extends TreePathScanner<@Nullable Void, @Nullable Void> {
  private static final int MAX_METHOD_LINES = 60;
  private static final Pattern SLEEP =
      Pattern.compile("(.*\\bThread|.*\\bTimeUnit\\.\\w+|[A-Z]+)\\.sleep|sleep");

  private final String name;
  private final CompilationUnitTree unit;
  private final DocTrees trees;
  private final List<String> problems = new ArrayList<>();

  private JavaSourceRules(String name, CompilationUnitTree unit, DocTrees trees) {
    this.name = name;
    this.unit = unit;
    this.trees = trees;
  }

  /** Reads {@code files}, all in one go: starting the compiler costs more than parsing. */
  static List<String> problems(Collection<Path> files) throws IOException {
    List<Source> sources = new ArrayList<>();
    for (Path file : files) {
      String name = ProjectFiles.root().relativize(file).toString();
      sources.add(new Source(name, Files.readString(file)));
    }
    return problems(sources);
  }

  static List<String> problems(String name, String text) throws IOException {
    return problems(List.of(new Source(name, text)));
  }

  private static List<String> problems(List<Source> sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavacTask task = (JavacTask) compiler.getTask(null, null, null, null, null, sources);
    List<String> problems = new ArrayList<>();
    for (CompilationUnitTree unit : task.parse()) {
      String name = unit.getSourceFile().toUri().getPath().substring(1);
      JavaSourceRules rules = new JavaSourceRules(name, unit, DocTrees.instance(task));
      rules.scan(unit, null);
      problems.addAll(rules.problems);
    }
    return problems;
  }

  @Override
  public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
    boolean topLevel = getCurrentPath().getParentPath().getLeaf() == unit;
    if (topLevel
        && name.contains("src/main/")
        && type.getModifiers().getFlags().contains(Modifier.PUBLIC)
        && !hasJavadoc(getCurrentPath())) {
      add(type, "the public type " + type.getSimpleName() + " has no Javadoc");
    }
    return super.visitClass(type, null);
  }

  @Override
  public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
    long lines = line(end(method)) - line(start(method)) + 1;
    if (lines > MAX_METHOD_LINES) {
      add(
          method,
          method.getName() + " has " + lines + " lines; " + MAX_METHOD_LINES + " are allowed");
    }
    return super.visitMethod(method, null);
  }

  @Override
  public @Nullable Void visitCatch(CatchTree handler, @Nullable Void unused) {
    if (handler.getBlock().getStatements().isEmpty() && !text(handler).contains("//")) {
      add(handler, "the catch block is empty and does not say why");
    }
    return super.visitCatch(handler, null);
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
    String method = call.getMethodSelect().toString();
    if (SLEEP.matcher(method).matches()) {
      add(call, "sleeping; wait for an event, or use Awaitility or the virtual clock");
    }
    if (method.endsWith(".printStackTrace") && call.getArguments().isEmpty()) {
      add(call, "a stack trace on standard error; users get one sentence");
    }
    return super.visitMethodInvocation(call, null);
  }

  private boolean hasJavadoc(TreePath path) {
    DocCommentTree comment = trees.getDocCommentTree(path);
    return comment != null && !comment.getFullBody().isEmpty();
  }

  private void add(Tree tree, String problem) {
    problems.add(name + ":" + line(start(tree)) + ": " + problem);
  }

  private String text(Tree tree) throws UncheckedIOException {
    try {
      return unit.getSourceFile()
          .getCharContent(true)
          .subSequence((int) start(tree), (int) end(tree))
          .toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long start(Tree tree) {
    return trees.getSourcePositions().getStartPosition(unit, tree);
  }

  private long end(Tree tree) {
    return trees.getSourcePositions().getEndPosition(unit, tree);
  }

  private long line(long position) {
    return unit.getLineMap().getLineNumber(position);
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(Path.of("/", name).toUri(), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
