using System.Net;
using System.Text.Json.Nodes;

namespace LaionGrid.Grid.Tests;

/// <summary>What cannot be asked is refused at its field, with a stable code, through the whole grid.</summary>
public sealed class RefusalTests(GridUnderTest grid) : IClassFixture<GridUnderTest>
{
    [Theory]
    [InlineData("prompt.empty", "prompt", "prompt", " ")]
    [InlineData("prompt.too_long", "prompt", "prompt", "LONG")]
    [InlineData("size.not_multiple", "width", "width", "132")]
    [InlineData("size.out_of_range", "height", "height", "8000")]
    [InlineData("steps.out_of_range", "steps", "steps", "0")]
    [InlineData("steps.out_of_range", "steps", "steps", "100000")]
    [InlineData("bundle.unknown", "bundle", "bundle", "nothing")]
    [InlineData("count.out_of_range", "count", "count", "9")]
    public async Task Ask_ThatCannotBe_IsRefusedAtItsField(string code, string field, string name, string value)
    {
        var fields = new Dictionary<string, string> { ["prompt"] = "a boat", ["count"] = "1", [name] = value == "LONG" ? new string('x', 1001) : value };

        using var answer = await grid.Site.PostAsync(fields.Select(pair => (pair.Key, pair.Value)).ToArray());

        var refusal = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal((code, field), ((string?)refusal["code"], (string?)refusal["field"]));
        Assert.NotEmpty((string?)refusal["message"] ?? "");
    }
}
