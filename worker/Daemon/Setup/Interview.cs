namespace LaionGrid.Worker.Setup;

/// <summary>Asks a person at a terminal, or whatever is piped in. Nobody is asked when the owner wants it so or the input is at its end: the defaults answer then.</summary>
internal sealed class Interview(TextReader input, TextWriter output, bool isUnattended)
{
    private bool _isSilent = isUnattended;

    /// <summary>Whether nobody answers any more.</summary>
    public bool IsUnattended => _isSilent;

    public Task TellAsync(string text) => output.WriteLineAsync(text);

    /// <summary>The first answer with which nothing is wrong; what is wrong with the others is told.</summary>
    /// <param name="shown">What Enter stands for, as people see it.</param>
    /// <param name="otherwise">What Enter stands for.</param>
    /// <param name="judge">Null when the answer is good; otherwise in words what is wrong with it.</param>
    /// <exception cref="NoAnswerException">Nobody answers, and the default is no answer.</exception>
    public async Task<string> AskAsync(string question, string shown, string otherwise, Func<string, Task<string?>> judge, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"\n{question}");
        while (true)
        {
            var answer = await ReadAsync(shown, cancellationToken) is { Length: > 0 } given ? given : otherwise;
            if (await judge(answer) is not { } problem)
                return answer;
            if (_isSilent)
                throw new NoAnswerException(problem);
            await output.WriteLineAsync($"  {problem}");
        }
    }

    /// <summary>Empty for the default.</summary>
    private async Task<string> ReadAsync(string shown, CancellationToken cancellationToken)
    {
        await output.WriteAsync($"  [{shown}] ");
        var line = _isSilent ? null : await input.ReadLineAsync(cancellationToken);
        _isSilent |= line is null;
        if (line is null || !ReferenceEquals(input, Console.In) || Console.IsInputRedirected)
            await output.WriteLineAsync(line); // a terminal shows what is typed, a pipe does not
        return line?.Trim() ?? "";
    }
}

/// <summary>Setup cannot go on: the message says why and what to do.</summary>
internal sealed class NoAnswerException(string message) : Exception(message);
