"""Records traces.json: runs of diffusers' schedulers in double precision.

    python traces.py DIFFUSERS_CHECKOUT > traces.json

Needs torch and numpy, and of diffusers nothing but the files of its schedulers: what they import from the rest of the library is
stood in for below. Their float32 becomes float64 on the way in, so that the numbers are the formulas' and not their rounding.
"""

import functools
import inspect
import json
import sys
import types
from enum import Enum
from pathlib import Path

import torch

LENGTH = 40  # two blocks of noise and a tail
SEEN = (0, 17, 39)  # the elements that are recorded
SCHEDULERS = {
    "Ddim": ("ddim", "DDIMScheduler"),
    "Pndm": ("pndm", "PNDMScheduler"),
    "Euler": ("euler_discrete", "EulerDiscreteScheduler"),
    "EulerAncestral": ("euler_ancestral_discrete", "EulerAncestralDiscreteScheduler"),
    "Heun": ("heun_discrete", "HeunDiscreteScheduler"),
    "DpmPlusPlus2M": ("dpmsolver_multistep", "DPMSolverMultistepScheduler"),
    "DpmPlusPlus2MSde": ("dpmsolver_multistep", "DPMSolverMultistepScheduler"),
    "UniPc": ("unipc_multistep", "UniPCMultistepScheduler"),
    "Lcm": ("lcm", "LCMScheduler"),
}
SOLVERS = {"DpmPlusPlus2M": ("midpoint", "heun"), "DpmPlusPlus2MSde": ("midpoint", "heun"), "UniPc": ("bh1", "bh2")}

# What a configuration means that does not say it: Stable Diffusion 1.
USUAL = dict(
    beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", num_train_timesteps=1000,
    steps_offset=1, set_alpha_to_one=False, clip_sample=False, skip_prk_steps=True,
)


class Config(dict):
    def __getattr__(self, name):
        if name not in self:
            raise AttributeError(name)
        return self[name]


class Configured:
    def register_to_config(self, **values):
        self.config.update(values)


class Output:
    def __init__(self, prev_sample=None, **others):
        self.prev_sample = prev_sample


def remember(init):
    @functools.wraps(init)
    def wrapped(self, **values):
        bound = inspect.signature(init).bind(self, **values)
        bound.apply_defaults()
        self.config = Config({name: value for name, value in bound.arguments.items() if name != "self"})
        init(self, **values)

    return wrapped


def draw(shape, generator=None, device=None, dtype=None):
    """The stream is that of float32 draws, whatever precision the scheduler works in."""
    return torch.randn(shape, generator=generator, dtype=torch.float32).to(dtype)


def stand_in(name, **members):
    sys.modules[name] = types.ModuleType(name)
    vars(sys.modules[name]).update(members)


def load(checkout):
    logger = types.SimpleNamespace(get_logger=lambda name: types.SimpleNamespace(warning=print))
    for package in ("diffusers", "diffusers.schedulers"):
        stand_in(package, __path__=[])
    stand_in("diffusers.configuration_utils", ConfigMixin=Configured, register_to_config=remember)
    stand_in("diffusers.utils", BaseOutput=Output, deprecate=lambda *_: None, is_scipy_available=lambda: False, logging=logger)
    stand_in("diffusers.utils.torch_utils", randn_tensor=draw)
    stand_in("diffusers.schedulers.scheduling_utils", KarrasDiffusionSchedulers=Enum("None_", []), SchedulerMixin=type("SchedulerMixin", (), {}), SchedulerOutput=Output)
    classes = {}
    for kind, (file, name) in SCHEDULERS.items():
        text = (Path(checkout) / f"src/diffusers/schedulers/scheduling_{file}.py").read_text()
        text = text.replace("float32", "float64").replace("@dataclass\n", "")
        module = types.ModuleType(f"diffusers.schedulers.{file}")
        module.__package__ = "diffusers.schedulers"
        sys.modules[module.__name__] = module
        exec(compile("from __future__ import annotations\n" + text, file, "exec"), vars(module))
        classes[kind] = getattr(module, name)
    return classes


def vector(values):
    return torch.tensor(list(values), dtype=torch.float64).reshape(1, 1, 5, 8)


CLEAN = vector((step * 23 % LENGTH) / 20 - 1 for step in range(LENGTH))
NOISE = vector((step * 17 % LENGTH) / 16 - 1.25 for step in range(LENGTH))


def brief(value):
    value = float("%.7g" % float(value))
    return int(value) if value.is_integer() else value


def make(kind, steps, options):
    values = USUAL | options
    known = inspect.signature(CLASSES[kind].__init__).parameters
    scheduler = CLASSES[kind](**{name: value for name, value in values.items() if name in known})
    scheduler.set_timesteps(steps)
    return scheduler


def noisy_at(scheduler, evaluation):
    """As a picture is brought to the noise of an evaluation, by its place in the run where the scheduler lets one say it."""
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(evaluation)
    return scheduler.add_noise(CLEAN, NOISE, scheduler.timesteps[evaluation:evaluation + 1])


def record(kind, steps=7, first=0, **options):
    if kind == "DpmPlusPlus2MSde":
        options["algorithm_type"] = "sde-dpmsolver++"
    scheduler = make(kind, steps, options)
    begin = first * scheduler.order
    sample = noisy_at(scheduler, begin) if first else CLEAN * float(scheduler.init_noise_sigma)
    draws = dict(generator=torch.manual_seed(0)) if "generator" in inspect.signature(scheduler.step).parameters else {}
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(begin)
    samples = []
    for time in scheduler.timesteps[begin:]:
        scaled = scheduler.scale_model_input(sample, time)
        output = scaled * float(time) / (float(time) + 1) / (1 + scaled.abs())
        sample = scheduler.step(output, time, sample, **draws).prev_sample
        samples.append([brief(sample.flatten()[place]) for place in SEEN])
    levels = [brief(noisy_at(make(kind, steps, options), place).flatten()[-1]) for place in range(begin, len(scheduler.timesteps))]
    RUNS.append(dict(
        kind=kind, steps=steps, first=first, config={"_class_name": SCHEDULERS[kind][1]} | options, scale=brief(scheduler.init_noise_sigma),
        timesteps=[brief(time) for time in scheduler.timesteps[begin:]], levels=levels, samples=samples,
    ))


def record_all(kind):
    on_levels = kind in ("Euler", "Heun", "DpmPlusPlus2M", "DpmPlusPlus2MSde", "UniPc")
    has_sample = kind not in ("Pndm", "EulerAncestral")
    for prediction in ("epsilon", "v_prediction", "sample")[: 3 if has_sample else 2]:
        for spacing in ("leading", "trailing", "linspace")[: 1 if kind == "Lcm" else 3]:
            record(kind, prediction_type=prediction, timestep_spacing=spacing)
    for steps in (1, 2, 3, 16, 18):
        record(kind, steps)
    for first in (1, 2, 5, 6):
        record(kind, first=first)
    record(kind, 5, beta_schedule="linear", beta_start=0.0001, beta_end=0.02)
    record(kind, 5, beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction")
    if kind not in ("Pndm", "Heun"):
        record(kind, 5, rescale_betas_zero_snr=True, prediction_type="v_prediction", timestep_spacing="trailing")
    if kind in ("Euler", "EulerAncestral", "DpmPlusPlus2M", "DpmPlusPlus2MSde", "UniPc"):
        record(kind, 5, rescale_betas_zero_snr=True, timestep_spacing="trailing")
    if kind in ("Ddim", "Heun", "Lcm"):
        record(kind, 5, clip_sample=True)
        record(kind, 5, clip_sample=True, clip_sample_range=0.5)
    if kind in ("Ddim", "Pndm"):
        record(kind, 5, set_alpha_to_one=True)
    for spacing in ("use_karras_sigmas", "use_exponential_sigmas") if on_levels else ():
        record(kind, timestep_spacing="leading", **{spacing: True})
        record(kind, timestep_spacing="trailing", **{spacing: True})
        record(kind, 18, 10, **{spacing: True})
        record(kind, 6, final_sigmas_type="zero" if kind == "Heun" else "sigma_min", **{spacing: True})
    if on_levels and kind != "Heun":
        record(kind, 6, final_sigmas_type="sigma_min")
        record(kind, 16, 9, final_sigmas_type="sigma_min")
    for solver in SOLVERS.get(kind, ()):
        record(kind, 6, solver_type=solver, solver_order=1, final_sigmas_type="sigma_min")
        record(kind, 6, solver_type=solver, solver_order=2, final_sigmas_type="sigma_min")
        record(kind, 16, 9, solver_type=solver, lower_order_final=False, final_sigmas_type="sigma_min")
    if kind in ("DpmPlusPlus2M", "DpmPlusPlus2MSde"):
        record(kind, 16, 9, euler_at_final=True, final_sigmas_type="sigma_min")
        record(kind, 5, use_karras_sigmas=True, beta_schedule="squaredcos_cap_v2")
    if kind == "Pndm":
        record(kind, 6, skip_prk_steps=False)
        record(kind, 4, skip_prk_steps=False, prediction_type="v_prediction")
    if kind == "Lcm":
        record(kind, 50)
        record(kind, 4, original_inference_steps=20, timestep_scaling=5.0)


torch.set_default_dtype(torch.float64)
CLASSES = load(sys.argv[1])
RUNS = []
for one in SCHEDULERS:
    record_all(one)
print('{\n"source": "huggingface/diffusers 58eb52c0 (2026-08-23), src/diffusers/schedulers, in double precision, by traces.py; torch 1.13, numpy 1.24",\n"cases": [')
print(",\n".join(json.dumps(run, separators=(",", ":")) for run in RUNS))
print("]\n}")
