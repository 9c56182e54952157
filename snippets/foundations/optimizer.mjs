// Of optimizer.py the rules, once more for figures: θ and memory in, new θ and memory out.
import { add, divide, multiply, sqrt, square, subtract } from "../arrays.mjs"

export function sgd_rule(theta, g, lr = 1e-3) {
  theta = subtract(theta, multiply(lr, g)) // (...)
  return [theta]
}

export function momentum_rule(theta, g, m, lr = 1e-3, mu = 0.9) {
  m = add(multiply(mu, m), g) // (...)
  theta = subtract(theta, multiply(lr, m)) // (...)
  return [theta, m]
}

export function nesterov_rule(theta, g, m, lr = 1e-3, mu = 0.9) {
  m = add(multiply(mu, m), g) // (...)
  theta = subtract(theta, multiply(lr, add(g, multiply(mu, m)))) // (...)
  return [theta, m]
}

export function adagrad_rule(theta, g, v, lr = 1e-2, eps = 1e-10) {
  v = add(v, square(g)) // (...)
  theta = subtract(theta, divide(multiply(lr, g), add(sqrt(v), eps))) // (...)
  return [theta, v]
}

export function rmsprop_rule(theta, g, v, lr = 1e-2, rho = 0.99, eps = 1e-8) {
  v = add(multiply(rho, v), multiply(1 - rho, square(g))) // (...)
  theta = subtract(theta, divide(multiply(lr, g), add(sqrt(v), eps))) // (...)
  return [theta, v]
}

// t is 1 in the first step.
export function adam_rule(theta, g, m, v, t, lr = 1e-3, beta_1 = 0.9, beta_2 = 0.999, eps = 1e-8) {
  m = add(multiply(beta_1, m), multiply(1 - beta_1, g)) // (...)
  v = add(multiply(beta_2, v), multiply(1 - beta_2, square(g))) // (...)
  const m_hat = divide(m, 1 - beta_1 ** t) // (...)
  const v_hat = divide(v, 1 - beta_2 ** t) // (...)
  theta = subtract(theta, divide(multiply(lr, m_hat), add(sqrt(v_hat), eps))) // (...)
  return [theta, m, v]
}
