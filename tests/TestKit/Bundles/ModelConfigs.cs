using System.Text.Json.Nodes;
using LaionGrid.TestKit.Onnx.Networks;

namespace LaionGrid.TestKit.Bundles;

/// <summary>config.json of each model, with the fields that the real ones have and a reader may want.</summary>
internal static class ModelConfigs
{
    public static JsonObject Of(UNetShape shape)
    {
        var config = new JsonObject
        {
            ["_class_name"] = "UNet2DConditionModel",
            ["act_fn"] = "silu",
            ["attention_head_dim"] = List(shape.Heads), // diffusers' name for the number of heads
            ["block_out_channels"] = List(shape.BlockOutChannels),
            ["cross_attention_dim"] = shape.CrossAttentionDim,
            ["down_block_types"] = List(shape.TransformerLayers.Select(depth => depth > 0 ? "CrossAttnDownBlock2D" : "DownBlock2D")),
            ["flip_sin_to_cos"] = true,
            ["freq_shift"] = 0,
            ["in_channels"] = shape.InChannels,
            ["layers_per_block"] = shape.LayersPerBlock,
            ["norm_num_groups"] = shape.NormNumGroups,
            ["out_channels"] = shape.OutChannels,
            ["sample_size"] = shape.SampleSize,
            ["time_cond_proj_dim"] = shape.TimeCondProjDim > 0 ? shape.TimeCondProjDim : null,
            ["up_block_types"] = List(shape.TransformerLayers.Reverse().Select(depth => depth > 0 ? "CrossAttnUpBlock2D" : "UpBlock2D")),
            ["use_linear_projection"] = shape.UseLinearProjection,
        };
        if (shape.PooledTextWidth > 0)
        {
            config["addition_embed_type"] = "text_time";
            config["addition_time_embed_dim"] = shape.AdditionTimeEmbedDim;
            config["projection_class_embeddings_input_dim"] = shape.AddedWidth;
            config["transformer_layers_per_block"] = List(shape.TransformerLayers.Select(depth => Math.Max(depth, 1)));
        }
        return config;
    }

    public static JsonObject Of(ClipTextShape shape) => new()
    {
        ["architectures"] = List([shape.ProjectionDim > 0 ? "CLIPTextModelWithProjection" : "CLIPTextModel"]),
        ["bos_token_id"] = shape.VocabSize - 2,
        ["eos_token_id"] = shape.VocabSize - 1,
        ["hidden_act"] = shape.IsQuickGelu ? "quick_gelu" : "gelu",
        ["hidden_size"] = shape.HiddenSize,
        ["intermediate_size"] = shape.IntermediateSize,
        ["layer_norm_eps"] = 1e-5,
        ["max_position_embeddings"] = shape.MaxPositionEmbeddings,
        ["model_type"] = "clip_text_model",
        ["num_attention_heads"] = shape.NumAttentionHeads,
        ["num_hidden_layers"] = shape.NumHiddenLayers,
        ["projection_dim"] = shape.ProjectionDim > 0 ? shape.ProjectionDim : shape.HiddenSize,
        ["vocab_size"] = shape.VocabSize,
    };

    /// <param name="isXl">SDXL's autoencoder, which overflows in half precision and says so.</param>
    public static JsonObject Of(VaeShape shape, int sampleSize, bool isXl)
    {
        var config = new JsonObject
        {
            ["_class_name"] = "AutoencoderKL",
            ["act_fn"] = "silu",
            ["block_out_channels"] = List(shape.BlockOutChannels),
            ["in_channels"] = VaeShape.Colours,
            ["latent_channels"] = shape.LatentChannels,
            ["layers_per_block"] = shape.LayersPerBlock,
            ["norm_num_groups"] = shape.NormNumGroups,
            ["out_channels"] = VaeShape.Colours,
            ["sample_size"] = sampleSize,
            ["scaling_factor"] = shape.ScalingFactor,
        };
        if (isXl)
            config["force_upcast"] = true;
        return config;
    }

    public static JsonObject Of(ClipVisionShape shape) => new()
    {
        ["architectures"] = List(["CLIPVisionModelWithProjection"]),
        ["hidden_size"] = shape.HiddenSize,
        ["image_size"] = shape.ImageSize,
        ["intermediate_size"] = shape.IntermediateSize,
        ["model_type"] = "clip_vision_model",
        ["num_attention_heads"] = shape.NumAttentionHeads,
        ["num_hidden_layers"] = shape.NumHiddenLayers,
        ["patch_size"] = shape.PatchSize,
        ["projection_dim"] = shape.ProjectionDim,
    };

    /// <summary>preprocessor_config.json, with CLIP's means and deviations.</summary>
    public static JsonObject Preprocessing(ClipVisionShape shape) => new()
    {
        ["crop_size"] = new JsonObject { ["height"] = shape.ImageSize, ["width"] = shape.ImageSize },
        ["do_center_crop"] = true,
        ["do_convert_rgb"] = true,
        ["do_normalize"] = true,
        ["do_rescale"] = true,
        ["do_resize"] = true,
        ["image_mean"] = List([0.48145466, 0.4578275, 0.40821073]),
        ["image_processor_type"] = "CLIPImageProcessor",
        ["image_std"] = List([0.26862954, 0.26130258, 0.27577711]),
        ["resample"] = 3,
        ["rescale_factor"] = 1 / 255.0,
        ["size"] = new JsonObject { ["shortest_edge"] = shape.ImageSize },
    };

    private static JsonArray List<T>(IEnumerable<T> items) => [.. items.Select(item => (JsonNode?)JsonValue.Create(item))];
}
