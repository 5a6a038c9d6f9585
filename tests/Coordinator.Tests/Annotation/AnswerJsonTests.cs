using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Annotation.Answers;

namespace LaionGrid.Coordinator.Tests.Annotation;

public sealed class AnswerJsonTests
{
    [Fact]
    public void Answer_WhateverItSays_IsReadAsItWasWritten() => Prop.ForAll(Some.Answers.ToArbitrary(), answer =>
    {
        Assert.Null(answer.Fault());
        var text = AnswerJson.Write(answer);
        var read = Assert.IsAssignableFrom<TaskAnswer>(AnswerJson.Read(answer.Kind, text));
        Assert.Equal((answer.Kind, text), (read.Kind, AnswerJson.Write(read)));
        Assert.Equal(AnswerJson.Write(answer.Canonical()), text);
    }).QuickCheckThrowOnFailure();

    /// <summary>One text for one answer: what is spelt otherwise is no answer, so texts may be compared.</summary>
    [Fact]
    public void Reader_OfAnotherSpelling_TakesNothing() => Prop.ForAll(Some.Answers.ToArbitrary(), answer =>
    {
        var text = AnswerJson.Write(answer);
        var more = JsonNode.Parse(text)!.AsObject();
        more["more"] = 1;
        var members = JsonNode.Parse(text)!.AsObject();
        members.Remove(members.First().Key);
        foreach (var other in new[] { $" {text}", text.Replace(":", ": ", StringComparison.Ordinal), more.ToJsonString(), members.ToJsonString(), text[..^1], $"{text[..^1]},{text[1..]}", $"[{text}]", "null", "{}", "" })
            Assert.Null(AnswerJson.Read(answer.Kind, other));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Reader_OfAnyText_NeverFails() => Prop.ForAll((from kind in Gen.Elements(Enum.GetValues<TaskKind>()) from text in Texts select (kind, text)).ToArbitrary(), given =>
    {
        if (AnswerJson.Read(given.kind, given.text) is { } answer)
            Assert.Equal(given.text, AnswerJson.Write(answer));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("Aesthetic", """{"rating":null}""", true)]
    [InlineData("Aesthetic", """{"rating":10}""", true)]
    [InlineData("Aesthetic", """{"rating":11}""", false)]
    [InlineData("Aesthetic", """{"rating":7.5}""", false)]
    [InlineData("Calibration", """{"rating":null}""", false)]
    [InlineData("Compare", """{"choice":"both_bad"}""", true)]
    [InlineData("Compare", """{"choice":3}""", false)]
    [InlineData("Compare", """{"choice":"third"}""", false)]
    [InlineData("BestOf", """{"set":["a","b"],"best":"b","bad":["a"]}""", true)]
    [InlineData("BestOf", """{"set":["a","b"],"best":"c","bad":[]}""", false)]
    [InlineData("BestOf", """{"set":["a","b"],"best":"b","bad":["b"]}""", false)]
    [InlineData("Artifacts", """{"severity":3,"points":[{"x":1000,"y":0,"type":"hand"}]}""", true)]
    [InlineData("Artifacts", """{"severity":0,"points":[{"x":1,"y":1,"type":"hand"}]}""", false)]
    [InlineData("Artifacts", """{"severity":3,"points":[{"x":1001,"y":0,"type":"hand"}]}""", false)]
    [InlineData("Artifacts", """{"severity":3,"points":[null]}""", false)]
    [InlineData("Match", """{"overall":4,"words":["a","red","boat"],"missing":[1],"wrong":[]}""", true)]
    [InlineData("Match", """{"overall":4,"words":["a","red","boat"],"missing":[1],"wrong":[1]}""", false)]
    [InlineData("Match", """{"overall":4,"words":["a",null],"missing":[],"wrong":[]}""", false)]
    [InlineData("Caption", """{"draft":"","caption":"A red boat."}""", true)]
    [InlineData("Caption", """{"draft":"","caption":"A red\u202Eboat."}""", false)]
    [InlineData("CaptionVote", """{"captionId":"00000000000070008000000000000001","isOk":false}""", true)]
    [InlineData("Flags", """{"flags":[]}""", true)]
    [InlineData("Flags", """{"flags":["personal_data","gore"]}""", false)] // of two orders one is the answer's
    [InlineData("Tags", """{"medium":"pixel_art","subject":"animal"}""", true)]
    public void Reader_OfKnownTexts_TakesWhatIsDocumented(string kind, string text, bool isAnswer) =>
        Assert.Equal(isAnswer, AnswerJson.Read(Enum.Parse<TaskKind>(kind), text) is not null);

    [Fact]
    public void Reader_OfADeepOrHugeText_TakesNothing()
    {
        Assert.Null(AnswerJson.Read(TaskKind.Flags, string.Concat(Enumerable.Repeat("[", 100_000))));
        Assert.Null(AnswerJson.Read(TaskKind.Caption, JsonSerializer.Serialize(new { draft = "", caption = new string('x', 100_000) })));
    }

    private static Gen<string> Texts => Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
        from answer in Some.Answers
        from at in Gen.Choose(0, 200)
        from letter in Gen.Elements("{}[]\",:0123456789-.enul\\ \u202e".ToCharArray())
        let text = AnswerJson.Write(answer)
        select text.Remove(at % text.Length, 1).Insert(at % text.Length, letter.ToString()));
}
