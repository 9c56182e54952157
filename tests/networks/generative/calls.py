"""One sound call of every public function of the family, for the walker of gate 1."""

from snippets.generative import (
    autoencoder,
    autoencoder_linear,
    diffusion,
    diffusion_noise,
    gan,
    gan_ring,
    vae,
)
from tests.kit.calls import Call

N, D, H, K = 7, 5, 4, 3
SCHEDULE = diffusion_noise.linear_schedule(30)


def params_of_autoencoder(rng):
    params = autoencoder.init_autoencoder(rng, D, H, K)
    return params._make(rng.normal(size=p.shape) for p in params)


def params_of_vae(rng):
    params = vae.init_vae(rng, D, H, K)
    return params._make(rng.normal(size=p.shape) for p in params)


def linear_params(rng):
    return autoencoder_linear.init_linear_autoencoder(rng, D, K)


def rows(rng, width=D):
    return rng.normal(size=(N, width))


def players(rng):
    """Both players of a GAN, with biases that are not 0."""
    return gan.GanParams(
        *(
            p._replace(bs=[rng.normal(size=b.shape) for b in p.bs])
            for p in gan.init_gan(rng, K, H, D)
        )
    )


def steps_of(rng, low):
    """Steps of noise for every row, low … 30."""
    return rng.integers(low, 31, N)


def backward(rng, forward, params):
    """The gradient of what comes out, and the cache."""
    return Call((rows(rng), forward(params, rows(rng))[1]))


CALLS = {
    "autoencoder.init_autoencoder": lambda rng: Call((rng, D, H, K)),
    "autoencoder.expect_autoencoder": lambda rng: Call(
        (params_of_autoencoder(rng),)
    ),
    "autoencoder.encode_x": lambda rng: Call(
        (params_of_autoencoder(rng), rows(rng))
    ),
    "autoencoder.decode_z": lambda rng: Call(
        (params_of_autoencoder(rng), rows(rng, K))
    ),
    "autoencoder.autoencoder_forward": lambda rng: Call(
        (params_of_autoencoder(rng), rows(rng))
    ),
    "autoencoder.autoencoder_backward": lambda rng: backward(
        rng, autoencoder.autoencoder_forward, params_of_autoencoder(rng)
    ),
    "autoencoder_linear.init_linear_autoencoder": lambda rng: Call((rng, D, K)),
    "autoencoder_linear.linear_autoencoder_forward": lambda rng: Call(
        (linear_params(rng), rows(rng))
    ),
    "autoencoder_linear.linear_autoencoder_backward": lambda rng: backward(
        rng, autoencoder_linear.linear_autoencoder_forward, linear_params(rng)
    ),
    "autoencoder.train_autoencoder": lambda rng: Call(
        (rng, params_of_autoencoder(rng), rows(rng)), {"B": 3, "epochs": 2}
    ),
    "autoencoder_linear.fit_pca": lambda rng: Call((rows(rng), K)),
    "autoencoder_linear.principal_angle": lambda rng: Call(
        (rng.normal(size=(K, D)), rng.normal(size=(K, D)))
    ),
    "vae.init_vae": lambda rng: Call((rng, D, H, K)),
    "vae.expect_vae": lambda rng: Call((params_of_vae(rng),)),
    "vae.vae_encode": lambda rng: Call((params_of_vae(rng), rows(rng))),
    "vae.vae_decode": lambda rng: Call((params_of_vae(rng), rows(rng, K))),
    "vae.vae_forward": lambda rng: Call(
        (params_of_vae(rng), rows(rng), rows(rng, K))
    ),
    "vae.kl_to_normal": lambda rng: Call((rows(rng, K), rows(rng, K))),
    "vae.vae_loss": lambda rng: Call(
        (rows(rng), rows(rng, K), rows(rng, K), rng.random((N, D))),
        wrong={"x": (-0.1, 1.1)},
    ),
    "vae.vae_backward": lambda rng: Call(
        (
            rows(rng),
            rows(rng, K),
            rows(rng, K),
            vae.vae_forward(params_of_vae(rng), rows(rng), rows(rng, K))[-1],
        )
    ),
    "vae.train_vae": lambda rng: Call(
        (rng, params_of_vae(rng), rng.random((N, D))), {"B": 3, "epochs": 2}
    ),
    "gan.init_gan": lambda rng: Call((rng, K, H, D)),
    "gan.f_leaky": lambda rng: Call((rows(rng),), free=("a",)),
    "gan.generator_forward": lambda rng: Call((players(rng).G, rows(rng, K))),
    "gan.discriminator_forward": lambda rng: Call((players(rng).D, rows(rng))),
    "gan.softplus": lambda rng: Call((rows(rng),), free=("a",)),
    "gan.discriminator_loss": lambda rng: Call(
        (rows(rng, 1), rng.normal(size=(5, 1)))
    ),
    "gan.minimax_loss": lambda rng: Call((rows(rng, 1),)),
    "gan.nonsaturating_loss": lambda rng: Call((rows(rng, 1),)),
    "gan.discriminator_gradient": lambda rng: Call(
        (players(rng).D, rows(rng), rows(rng))
    ),
    "gan.generator_gradient": lambda rng: Call((players(rng), rows(rng, K))),
    "gan.train_gan": lambda rng: Call(
        (rng, players(rng), rows(rng)), {"B": 3, "steps": 2}
    ),
    "gan_ring.ring_of_eight": lambda rng: Call((rng, N)),
    "gan_ring.near_modes": lambda rng: Call((gan_ring.ring_of_eight(rng, N),)),
    "diffusion_noise.linear_schedule": lambda rng: Call((30,), least={"T": 25}),
    "diffusion_noise.expect_schedule": lambda rng: Call((SCHEDULE,)),
    "diffusion_noise.add_noise": lambda rng: Call(
        (rows(rng), steps_of(rng, 0), rows(rng), SCHEDULE),
        whole={"t": (0, 30)},
    ),
    "diffusion.init_diffusion": lambda rng: Call((rng, D, H, K)),
    "diffusion.expect_diffusion": lambda rng: Call(
        (diffusion.init_diffusion(rng, D, H, K),)
    ),
    "diffusion.embed_time": lambda rng: Call(
        (steps_of(rng, 0), K), whole={"t": (0, 10_000)}
    ),
    "diffusion.silu": lambda rng: Call((rows(rng),), free=("a",)),
    "diffusion.diffusion_forward": lambda rng: Call(
        (diffusion.init_diffusion(rng, D, H, K), rows(rng), steps_of(rng, 0)),
        whole={"t": (0, 10_000)},
    ),
    "diffusion.diffusion_backward": lambda rng: Call(
        (
            rows(rng),
            diffusion.diffusion_forward(
                diffusion.init_diffusion(rng, D, H, K),
                rows(rng),
                steps_of(rng, 0),
            )[1],
        )
    ),
    "diffusion.train_diffusion": lambda rng: Call(
        (rng, diffusion.init_diffusion(rng, D, H, K), rows(rng), SCHEDULE),
        {"B": 3, "steps": 2},
    ),
    "diffusion_noise.posterior": lambda rng: Call(
        (rows(rng), rows(rng), steps_of(rng, 1), SCHEDULE),
        whole={"t": (1, 30)},
    ),
    "diffusion_noise.ddpm_sample": lambda rng: Call(
        (rng, lambda x, t: x, rows(rng), SCHEDULE)
    ),
    "diffusion_noise.ddim_sample": lambda rng: Call(
        (lambda x, t: x, rows(rng), SCHEDULE, 3)
    ),
}
INNER = {
    "autoencoder.with_noise": "train_autoencoder calls it",
    "gan.expect_gan": "the guard of train_gan",
}
